// Bundles the given TypeScript files for Node and runs them.
//   node test/run.mjs unit            the unit tests
//   node test/run.mjs e2e [NAME…]     the browser tests, all or those files
//   node test/run.mjs box             the stand-in box
import { spawn } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const what = process.argv[2] ?? "unit";
const chosen = process.argv.slice(3).filter((word) => !word.startsWith("--"));
const options = process.argv.slice(3).filter((word) => word.startsWith("--"));
const testsIn = (folder) => readdirSync(join(here, folder))
  .filter((name) => name.endsWith(".test.ts") && (chosen.length === 0 || chosen.includes(name.replace(".test.ts", ""))))
  .map((name) => join(here, folder, name));
const entries = what === "box" ? [join(here, "run_box.ts")] : testsIn(what);
// Beside node_modules, so that packages left outside the bundle are found.
const outdir = join(here, "../node_modules/.stayd-test", String(process.pid));

await build({
  entryPoints: entries, outdir, bundle: true, platform: "node", format: "esm", target: "node18", outExtension: { ".js": ".mjs" },
  packages: "external", jsx: "automatic", jsxImportSource: "preact", logLevel: "warning", sourcemap: "inline",
  banner: { js: 'import { webcrypto } from "node:crypto"; globalThis.crypto ??= webcrypto;' }, // Node 18 has no global crypto
});
const built = entries.map((entry) => join(outdir, entry.replace(/^.*\//, "").replace(/\.ts$/, ".mjs")));
const args = what === "box" ? built : ["--test", "--test-concurrency=1", ...options, ...built];
const child = spawn(process.execPath, ["--enable-source-maps", ...args], { stdio: "inherit", cwd: join(here, "..") });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  rmSync(outdir, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
