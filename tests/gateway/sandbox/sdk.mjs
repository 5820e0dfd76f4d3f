// Drives the real openai package: node sdk.mjs NODE_MODULES BASE KEY; prints a word for each thing that went as documented.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, base, key] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + "/"));
const { default: OpenAI } = await import(pathToFileURL(require.resolve("openai")).href);
const client = new OpenAI({ baseURL: base + "/v1", apiKey: key, maxRetries: 0 });
const messages = [{ role: "user", content: "hello" }];

const whole = await client.chat.completions.create({ model: "gpt-5.4", messages });
if (whole.usage.total_tokens > 0) console.log("chat");
let text = "";
for await (const chunk of await client.chat.completions.create({ model: "gpt-5.4", messages, stream: true })) {
  text += chunk.choices[0]?.delta?.content ?? "";
}
if (text === whole.choices[0].message.content) console.log("stream");
const images = await client.images.generate({ model: "gpt-image-1", prompt: "a lighthouse", n: 2 });
if (images.data.length === 2) console.log("images");
let video = await client.videos.create({ model: "sora-2", prompt: "a lighthouse", seconds: "8" });
video = await client.videos.retrieve(video.id);
if (video.status === "completed") console.log("video");

const refused = [
  () => client.chat.completions.create({ model: "gemini_omni", messages }),
  () => client.models.list({ headers: { "X-Sandbox-Fault": "429" } }),
  () => client.chat.completions.create({ model: "gpt-5.4", messages: null }),
  () => new OpenAI({ baseURL: base + "/v1", apiKey: "none", maxRetries: 0 }).models.list(),
];
for (const call of refused) {
  try {
    await call();
    console.log("accepted");
  } catch (problem) {
    console.log(problem.constructor.name);
  }
}
