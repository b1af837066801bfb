// ICU messages of text/*.json → gen/text/*.js, so that no parser and no eval is needed in the browser.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import MessageFormat from "@messageformat/core";
import compileModule from "@messageformat/core/compile-module.js";
import { parse } from "@messageformat/parser";

/** The arguments a message takes, by name; a number where it chooses a plural. */
export function argumentsOf(tokens, found = new Map()) {
  for (const token of tokens) {
    if (token.arg !== undefined) {
      const number = token.type === "plural" || token.type === "selectordinal";
      if (!found.has(token.arg) || number) found.set(token.arg, number ? "number" : "string | number");
    }
    for (const choice of token.cases ?? []) argumentsOf(choice.tokens, found);
  }
  return found;
}

export function compileText(folder, gen) {
  mkdirSync(join(gen, "text"), { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    const language = name.replace(".json", "");
    const messages = JSON.parse(readFileSync(join(folder, name), "utf8"));
    const code = compileModule(new MessageFormat(language), messages);
    writeFileSync(join(gen, "text", `${language}.js`), code);
    if (language === "en") writeFileSync(join(gen, "text", "en.d.ts"), declarations(messages));
  }
}

/** English is the measure: its keys and arguments are the type of every language. */
function declarations(messages) {
  const lines = Object.entries(messages).map(([key, text]) => {
    const fields = [...argumentsOf(parse(text))].map(([name, type]) => `${name}: ${type}`).join("; ");
    return `  ${JSON.stringify(key)}: ${fields ? `{ ${fields} }` : "undefined"};`;
  });
  return `export interface Arguments {\n${lines.join("\n")}\n}\n`
    + "declare const messages: { [K in keyof Arguments]: (args: Arguments[K]) => string };\nexport default messages;\n";
}
