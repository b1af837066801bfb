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
  // Where a page is built, it adds the words of what is loaded later; else all are in the language's own file.
  for (const name of ["later.js", "later.d.ts"]) writeFileSync(join(gen, "text", name), "export {};\n");
}

/** The keys that the sources can name: in a string, or by a template that begins as they do ("tasks.priority${…}"). */
export function keysNamed(keys, sources) {
  const text = sources.join("\n");
  const beginnings = [...new Set([...text.matchAll(/`([a-z]+\.[a-z0-9_]*)\$\{/g)].map(([, beginning]) => beginning))];
  return keys.filter((key) => text.includes(`"${key}"`) || text.includes(`\`${key}\``) || beginnings.some((beginning) => key.startsWith(beginning)));
}

/** English with those keys alone, as a module. */
export function textModule(messages, keys) {
  return compileModule(new MessageFormat("en"), Object.fromEntries(keys.map((key) => [key, messages[key]])));
}

/** The same, added to the words that are there when it is loaded. */
export function laterModule(messages, keys) {
  return `import english from "./en.js";\n${textModule(messages, keys).replace("export default", "const more =")}\nObject.assign(english, more);\n`;
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
