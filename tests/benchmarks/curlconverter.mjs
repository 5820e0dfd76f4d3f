// How fast curlconverter's library reads curl commands: node curlconverter.mjs NODE_MODULES < commands.json
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const cc = await import(pathToFileURL(`${process.argv[2]}/curlconverter/dist/src/index.js`));
const commands = JSON.parse(readFileSync(0, "utf8"));
let read = 0;
function pass() {
  for (const command of commands) {
    try { cc.toJsonString(command); read += 1; } catch { /* what it refuses is refused each time alike */ }
  }
}
pass();
read = 0;
const started = performance.now();
pass();
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, read }));
