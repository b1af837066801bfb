// Serves the built pages the way the daemon does: by exact path in manifest.json, with the pages' security headers.
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

interface Asset { path: string; type: string; etag: string; cache: string; encodings: Record<string, { file: string; size: number }> }

export function pageHeaders(brokerOrigin: string): Record<string, string> {
  return {
    "Content-Security-Policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ${brokerOrigin}; `
      + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
      + "require-trusted-types-for 'script'; trusted-types stayd-sw",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
  };
}

export function fileServer(folder: string, headers: Record<string, string>) {
  const { assets } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { assets: Asset[] };
  const table = new Map(assets.map((asset) => [asset.path, asset]));
  return (request: IncomingMessage, response: ServerResponse, path: string): void => {
    const asset = table.get(path);
    if (!asset) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found\n");
      return;
    }
    const accepted = String(request.headers["accept-encoding"] ?? "");
    const encoding = ["br", "gzip"].find((name) => accepted.includes(name) && asset.encodings[name]) ?? "identity";
    const common = { ...headers, "Content-Type": asset.type, ETag: asset.etag, "Cache-Control": asset.cache, Vary: "Accept-Encoding" };
    if (request.headers["if-none-match"] === asset.etag) {
      response.writeHead(304, common).end();
      return;
    }
    const body = readFileSync(join(folder, asset.encodings[encoding]!.file));
    response.writeHead(200, encoding === "identity" ? common : { ...common, "Content-Encoding": encoding }).end(body);
  };
}
