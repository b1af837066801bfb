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

/** The groups of keys ("tasks." of "tasks.due") that any of the sources names in a string. */
export function groupsNamed(keys, sources) {
  const groups = new Set(keys.map((key) => key.slice(0, key.indexOf(".") + 1)));
  return new Set([...groups].filter((group) => sources.some((source) => ['"', "`"].some((quote) => source.includes(quote + group)))));
}

/** One language with those groups alone, as a module. */
export function textModule(file, groups) {
  const messages = JSON.parse(readFileSync(file, "utf8"));
  const chosen = Object.entries(messages).filter(([key]) => groups.has(key.slice(0, key.indexOf(".") + 1)));
  return compileModule(new MessageFormat("en"), Object.fromEntries(chosen));
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
