// `npm run box`: the stand-in hotel for looking at the pages by hand. Ctrl-C ends it.
import { FakeBox } from "./box/box";

const box = await FakeBox.start({ pages: process.env["STAYD_PAGES"] ?? "out", port: Number(process.env["PORT"] ?? 8080) });
console.log(`${box.url}/   (Ctrl-C ends)`);
process.on("SIGINT", () => void box.stop().then(() => process.exit(0)));
process.on("SIGTERM", () => void box.stop().then(() => process.exit(0)));
setInterval(() => box.publishHouse(), 10_000);
