// Builds the pages: proto and text → gen/, sources → OUT (hashed files, their br and gz forms, manifest.json).
//   node build.mjs [--out DIR] [--protoc PROGRAM]
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { apps, chooserHtml, pageHtml } from "./build/pages.mjs";
import { compileText, keysNamed, laterModule, textModule } from "./build/text.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const out = resolve(option("--out", join(here, "out")));
const gen = join(here, "gen");

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;

function generateProtos() {
  const protos = resolve(here, "../../proto");
  const files = readdirSync(join(protos, "stayd/v1")).filter((name) => name.endsWith(".proto"));
  mkdirSync(gen, { recursive: true });
  execFileSync(option("--protoc", "protoc"), [
    `--plugin=protoc-gen-es=${join(here, "node_modules/.bin/protoc-gen-es")}`,
    `--es_out=${gen}`, "--es_opt=target=ts", `-I${protos}`,
    ...files.map((name) => join(protos, "stayd/v1", name)),
  ], { stdio: "inherit" });
}

const common = {
  absWorkingDir: here, bundle: true, minify: true, write: false, format: "esm", charset: "utf8",
  target: ["chrome120", "safari16.4", "firefox128"], legalComments: "none", logLevel: "warning",
  jsx: "automatic", jsxImportSource: "preact", external: ["/assets/*"],
};

/** One source file as one bundled output. */
async function bundle(entry, more = {}) {
  const result = await build({ ...common, entryPoints: [entry], outdir: out, ...more });
  return Buffer.from(result.outputFiles[0].contents);
}

const english = JSON.parse(readFileSync(join(here, "text/en.json"), "utf8"));
const textOf = (sources) => keysNamed(Object.keys(english), [...sources].map((name) => readFileSync(join(here, name), "utf8")));

/** An app's script, and what it loads later, as esbuild splits them; `module` makes a text module of its name. */
const split = (app, define, module) => build({
  ...common, entryPoints: [{ in: `${app}/main.tsx`, out: app }], define, outdir: "/assets", splitting: true, metafile: true,
  entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]",
  plugins: [{ name: "words", setup: ({ onLoad }) => onLoad({ filter: /gen\/text\/(en|later)\.js$/ }, ({ path }) => ({ contents: module(basename(path, ".js")) })) }],
});

const withoutWords = (name) => (name === "en" ? "export default {}" : "export {}");

/** The outputs that are loaded at once: the entry and all it imports, the entry first. */
function loadedAtOnce({ outputs }) {
  const found = Object.keys(outputs).filter((name) => outputs[name].entryPoint?.endsWith("/main.tsx"));
  for (const name of found) {
    for (const { path, kind } of outputs[name].imports) if (kind === "import-statement" && outputs[path] && !found.includes(path)) found.push(path);
  }
  return found;
}

const sourcesIn = ({ outputs }, names) => new Set(names.flatMap((name) => Object.entries(outputs[name].inputs))
  .filter(([name, { bytesInOutput }]) => /\.tsx?$/.test(name) && bytesInOutput > 0).map(([name]) => name));

/** An app's scripts with the words that each can say and no others, in the order of `loadedAtOnce`. */
async function bundleApp(app, define) {
  const { metafile } = await split(app, define, withoutWords);
  const atOnce = textOf(sourcesIn(metafile, loadedAtOnce(metafile)));
  const later = textOf(sourcesIn(metafile, Object.keys(metafile.outputs))).filter((key) => !atOnce.includes(key));
  const result = await split(app, define, (name) => (name === "en" ? textModule(english, atOnce) : laterModule(english, later)));
  const bytes = new Map(result.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
  const scripts = [...bytes].map(([name, contents]) => addNamed(name, javascript, contents));
  const first = loadedAtOnce(result.metafile).map((name) => basename(name));
  return { scripts: first.map((name) => scripts.find(({ path }) => basename(path) === name)), said: [...atOnce, ...later] };
}

// What is served: URL path → bytes and how to serve them.
const assets = [];
function add(path, file, type, bytes, immutable) {
  const etag = `"${sha256(bytes).slice(0, 32)}"`;
  assets.push({ path, file, type, bytes, etag, cache: immutable ? "max-age=31536000, immutable" : "no-cache" });
}
const addHashed = (name, extension, type, bytes) => addNamed(`${name}-${sha256(bytes).slice(0, 10)}.${extension}`, type, bytes);
function addNamed(name, type, bytes) {
  const path = `/assets/${name}`;
  if (!assets.some((one) => one.path === path)) add(path, path.slice(1), type, bytes, true);
  return { path, integrity: integrity(bytes) };
}

const javascript = "text/javascript; charset=utf-8";
const css = "text/css; charset=utf-8";
const html = "text/html; charset=utf-8";

async function buildAll() {
  generateProtos();
  compileText(join(here, "text"), gen);
  const icon = addHashed("icon", "svg", "image/svg+xml", readFileSync(join(here, "kit/icon.svg")));
  const live = addHashed("live", "js", javascript, await bundle("kit/live.ts"));
  const define = { LIVE_CHUNK: JSON.stringify(live.path) };
  const said = new Set();
  for (const app of apps) {
    const { scripts, said: words } = await bundleApp(app.name, define);
    for (const key of words) said.add(key);
    const style = addHashed(app.name, "css", css, await bundle(`${app.name}/${app.name}.css`));
    const page = Buffer.from(pageHtml(app, { scripts, style, icon }));
    for (const path of app.paths) add(path, `${app.name}.html`, html, page, false);
  }
  const unsaid = Object.keys(english).filter((key) => !said.has(key));
  if (unsaid.length > 0) throw new Error(`text/en.json: no page says ${unsaid.join(", ")}`);
  const style = addHashed("chooser", "css", css, await bundle("kit/chooser.css"));
  add("/", "index.html", html, Buffer.from(chooserHtml({ style, icon })), false);
}

/** Writes into a folder beside and swaps, so that a reader never sees half a build. */
function writeAll() {
  const fresh = `${out}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const table = [];
  const written = new Map();
  for (const { path, file, type, bytes, etag, cache } of assets) {
    if (!written.has(file)) {
      const forms = {
        identity: { file, bytes },
        br: { file: `${file}.br`, bytes: brotliCompressSync(bytes, { params: {
          [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }) },
        gzip: { file: `${file}.gz`, bytes: gzipSync(bytes, { level: 9 }) },
      };
      for (const form of Object.values(forms)) {
        mkdirSync(dirname(join(fresh, form.file)), { recursive: true });
        writeFileSync(join(fresh, form.file), form.bytes);
      }
      written.set(file, Object.fromEntries(Object.entries(forms).map(
        ([name, form]) => [name, { file: form.file, size: form.bytes.length }])));
    }
    table.push({ path, type, etag, cache, encodings: written.get(file) });
  }
  table.sort((a, b) => (a.path < b.path ? -1 : 1));
  writeFileSync(join(fresh, "manifest.json"), `${JSON.stringify({ format: 1, assets: table }, null, 1)}\n`);
  const old = `${out}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(out)) renameSync(out, old);
  renameSync(fresh, out);
  rmSync(old, { recursive: true, force: true });
}

await buildAll();
writeAll();
