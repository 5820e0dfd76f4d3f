// Writes curl commands as code: reads {"commands": […]} on stdin, prints {"<language>/<client>": [code or null, …]}.
// Needs the package curlconverter from the registry; NODE_PATH does not serve ES modules, so its folder is given.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const cc = await import(pathToFileURL(`${folder}/curlconverter/dist/src/index.js`));
const WRITERS = {
  "python/requests": cc.toPython, "python/http.client": cc.toPythonHttp, "javascript/fetch": cc.toJavaScript,
  "javascript/axios": cc.toNodeAxios, "javascript/got": cc.toNodeGot, "javascript/node-http": cc.toNodeHttp,
  "javascript/superagent": cc.toNodeSuperAgent, "javascript/xhr": cc.toJavaScriptXHR, "go/net/http": cc.toGo,
  "java/java.net.http": cc.toJava, "java/okhttp": cc.toJavaOkHttp, "kotlin/okhttp": cc.toKotlin, "php/curl": cc.toPhp,
  "php/guzzle": cc.toPhpGuzzle, "csharp/httpclient": cc.toCSharp, "powershell/invoke-restmethod": cc.toPowershellRestMethod,
  "ruby/net/http": cc.toRuby, "rust/reqwest": cc.toRust, "swift/urlsession": cc.toSwift, "dart/http": cc.toDart,
  "c/libcurl": cc.toC, "bash/wget": cc.toWget, "bash/httpie": cc.toHttpie, "http/raw-http": cc.toHTTP,
};
const { commands } = JSON.parse(readFileSync(0, "utf8"));
const written = {};
for (const [name, write] of Object.entries(WRITERS)) {
  written[name] = commands.map((command) => {
    try { return write(command); } catch { return null; }
  });
}
console.log(JSON.stringify(written));
