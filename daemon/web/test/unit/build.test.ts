// The built pages: sizes, the table, the text, the colours.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

interface Asset { path: string; type: string; etag: string; cache: string; encodings: Record<string, { file: string; size: number }> }
const pages = process.env["STAYD_PAGES"] ?? "out";
const read = (file: string): Buffer => readFileSync(join(pages, file));
const assets = (JSON.parse(read("manifest.json").toString()) as { assets: Asset[] }).assets;
const asset = (path: string): Asset => {
  const found = assets.find((one) => one.path === path);
  assert.ok(found, `${path} is in the table`);
  return found;
};

/** What the first load of a page fetches: the page itself, its script and its style. */
function firstLoad(path: string): Asset[] {
  const html = read(asset(path).encodings["identity"]!.file).toString();
  const linked = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1]!);
  return [asset(path), ...linked.filter((one) => !one.endsWith(".svg")).map(asset)];
}

const importedBy = (path: string): string[] => [...read(asset(path).encodings["identity"]!.file).toString()
  .matchAll(/(?:\bfrom|\bimport)"\.\/([^"]+)"/g)].map((match) => `/assets/${match[1]!}`);
const importedLaterBy = (path: string): string[] => [...read(asset(path).encodings["identity"]!.file).toString()
  .matchAll(/\bimport\("\.\/([^"]+)"\)/g)].map((match) => `/assets/${match[1]!}`);

const budgets: [string, number][] = [["/h/", 60_000], ["/d/", 80_000], ["/s/lobby", 50_000]];
for (const [path, budget] of budgets) {
  test(`the first load of ${path} stays within ${budget} bytes and six files`, () => {
    const files = firstLoad(path);
    const sum = files.reduce((total, one) => total + one.encodings["gzip"]!.size, 0);
    console.log(`${path}: ${sum} of ${budget} bytes gzip (${files.map((one) => `${one.path} ${one.encodings["gzip"]!.size}`).join(", ")})`);
    assert.ok(sum <= budget, `${sum} bytes`);
    assert.ok(files.length <= 6);
    const names = new Set(files.map((one) => one.path));
    for (const one of files) if (one.path.endsWith(".js")) for (const name of importedBy(one.path)) assert.ok(names.has(name), `${name} is fetched at once`);
  });
}

test("what the first screen of the desk does not need is loaded later, with its words", () => {
  const first = firstLoad("/d/");
  const later = first.filter((one) => one.path.endsWith(".js")).flatMap((one) => importedLaterBy(one.path));
  assert.equal(later.length, 1, later.join());
  const text = (path: string): string => read(asset(path).encodings["identity"]!.file).toString();
  for (const words of ["Nothing worth offering", "Every rule is content", "Switch off"]) {
    assert.ok(text(later[0]!).includes(words), words);
    assert.ok(!first.some((one) => text(one.path).includes(words)), words);
  }
  assert.ok(asset(later[0]!).encodings["gzip"]!.size <= 40_000);
});

test("the live chunk stays within 110,000 bytes", () => {
  const live = assets.find((one) => one.path.startsWith("/assets/live-"));
  assert.ok(live);
  console.log(`live: ${live.encodings["gzip"]!.size} bytes gzip`);
  assert.ok(live.encodings["gzip"]!.size <= 110_000);
});

test("an app carries the words it can say and no others", () => {
  const script = (path: string): string => firstLoad(path).filter((one) => one.type.startsWith("text/javascript"))
    .map((one) => read(one.encodings["identity"]!.file).toString()).join();
  assert.match(script("/d/"), /Mews’s own words/);
  for (const path of ["/h/", "/s/lobby"]) assert.doesNotMatch(script(path), /Mews’s own words/, path);
  assert.match(script("/h/"), /Create task/);
  assert.doesNotMatch(script("/s/lobby"), /Create task/);
});

test("every entry of the table is what it says", () => {
  for (const one of assets) {
    for (const { file, size } of Object.values(one.encodings)) assert.equal(read(file).length, size, file);
    const bytes = read(one.encodings["identity"]!.file);
    assert.equal(one.etag, `"${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}"`);
    assert.equal(one.cache.includes("immutable"), one.path.startsWith("/assets/"), one.path);
    assert.match(one.type, /^(text\/(html|css|javascript); charset=utf-8|image\/svg\+xml)$/);
  }
});

test("the pages can live under a strict policy", () => {
  for (const one of assets) {
    const text = read(one.encodings["identity"]!.file).toString();
    if (one.type.startsWith("text/html")) {
      assert.doesNotMatch(text, /<style|style=|<script(?![^>]* src=)|\son[a-z]+=|javascript:/i, one.path);
      for (const tag of text.matchAll(/<(script|link rel="(?:stylesheet|modulepreload)")[^>]*>/g)) assert.match(tag[0], /integrity="sha384-/, one.path);
    }
    if (one.type.startsWith("text/javascript")) assert.doesNotMatch(text, /\beval\(|new Function\(/, one.path);
    if (!one.path.startsWith("/assets/live-")) assert.doesNotMatch(text, /https?:\/\/(?!www\.w3\.org\/)/, `${one.path} names another host`);
  }
});

// Colours, from the style sheet itself.
type Colours = Map<string, string>;
const tokens = readFileSync("kit/tokens.css", "utf8");
const parse = (css: string): Colours => new Map([...css.matchAll(/--([a-z0-9-]+): (#[0-9A-F]{6})/gi)].map((match) => [match[1]!, match[2]!]));
const [lightCss, darkCss] = tokens.split("@media (prefers-color-scheme: dark)");
const light = parse(lightCss!);
const themes: [string, Colours][] = [["light", light], ["dark", new Map([...light, ...parse(darkCss!)])]];

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
};

for (const [name, colours] of themes) {
  const colour = (token: string): string => colours.get(token)!;
  const check = (ink: string, grounds: string[], least: number): void => {
    for (const ground of grounds) {
      const ratio = contrast(colour(ink), colour(ground));
      assert.ok(ratio >= least, `${name}: ${ink} on ${ground} is ${ratio.toFixed(2)}, not ${least}`);
    }
  };
  const grounds = ["bg", "surface", "sunken"];
  test(`the ${name} colours keep their contrasts`, () => {
    check("text", grounds, 14);
    check("text2", grounds, 7);
    for (const ink of ["text3", "accent", "focus"]) check(ink, grounds, 4.5);
    check("on-accent", ["accent"], 4.5);
    check("edge", grounds, 3);
    for (const ink of ["danger", "warn", "ok", "conflict"]) check(ink, [...grounds, `${ink}-tint`], 4.5);
    for (const state of ["dirty", "clean", "inspected", "service", "order"]) check(`${state}-ink`, [`${state}-tint`, "surface"], 7);
  });
}
