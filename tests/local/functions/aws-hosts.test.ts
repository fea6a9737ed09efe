import { deepEqual, equal } from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cleanUp, createPool, payloadOf } from "./support/functions.ts";

const HOST = "cognito-idp.us-east-1.amazonaws.com";

/** Answers with what it was asked. */
function echoServer(): Promise<Server> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method, url, headers } = request;
    const { host, "x-amz-target": target } = headers;
    response.end(JSON.stringify({ method, url, host, ...(target ? { target } : {}), body }));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** How functions ask, each with what the local origin is asked. */
const REQUESTS: Readonly<Record<string, readonly [code: string, asked: object]>> = {
  "fetch of a text": [
    `(await fetch("https://${HOST}/a?b=c")).json()`,
    { method: "GET", url: "/a?b=c", body: "" },
  ],
  "fetch of a URL with a body": [
    `(await fetch(new URL("https://${HOST}/"), { method: "POST", body: "x", headers: { "X-Amz-Target": "T" } })).json()`,
    { method: "POST", url: "/", target: "T", body: "x" },
  ],
  "fetch of a Request": [
    `(await fetch(new Request("https://${HOST}/r", { method: "PUT", body: "y", headers: { "x-amz-target": "T" } }))).json()`,
    { method: "PUT", url: "/r", target: "T", body: "y" },
  ],
  "fetch of a Request, changed": [
    `(await fetch(new Request("https://${HOST}/r"), { method: "DELETE" })).json()`,
    { method: "DELETE", url: "/r", body: "" },
  ],
  "fetch with a stream": [
    `(await fetch("https://${HOST}/s", { method: "POST", body: new Blob(["a", "b"]).stream(), duplex: "half" })).json()`,
    { method: "POST", url: "/s", body: "ab" },
  ],
  "https.request as the AWS SDK makes it": [
    `send({ protocol: "https:", host: "${HOST}", port: 443, method: "POST", path: "/p?q=1", headers: { host: "${HOST}", "x-amz-target": "T" }, agent: new https.Agent() }, "z")`,
    { method: "POST", url: "/p?q=1", target: "T", body: "z" },
  ],
  "https.request of a URL with options": [
    `send("https://${HOST}/u", "z", { method: "POST" })`,
    { method: "POST", url: "/u", body: "z" },
  ],
  "https.get": [
    `new Promise((resolve, reject) => https.get(new URL("https://${HOST}/g"), (answer) => resolve(text(answer))).on("error", reject))`,
    { method: "GET", url: "/g", body: "" },
  ],
};

const CODE = `
  const https = require("node:https");
  const text = async (answer) => { let all = ""; for await (const chunk of answer) all += chunk; return JSON.parse(all); };
  const send = (to, body, options) => new Promise((resolve, reject) => {
    const listener = (answer) => resolve(text(answer));
    const request = options ? https.request(to, options, listener) : https.request(to, listener);
    request.on("error", reject).end(body);
  });
  const ways = { ${Object.entries(REQUESTS)
    .map(([title, [code]]) => `${JSON.stringify(title)}: async () => ${code}`)
    .join(",\n")} };
  exports.handler = async ({ way }) => ways[way]();`;

describe("requests of a function", () => {
  let server: Server;
  let origin = "";
  before(async () => {
    server = await echoServer();
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  afterEach(cleanUp);

  for (const [title, [, asked]] of Object.entries(REQUESTS)) {
    it(`to an AWS host of the graph are answered locally: ${title}`, async () => {
      const { invoke } = createPool({ fn: { code: CODE } }, { hosts: { [HOST]: origin } });
      deepEqual(payloadOf(await invoke("fn", { way: title })), { ...asked, host: HOST });
    });
  }

  it("to an AWS host are answered locally for ES modules that import functions of node:https", async () => {
    const code = {
      "index.mjs": `import { get } from "node:https";
        export const handler = () => new Promise((resolve) => get("https://${HOST}/m", async (answer) => {
          let all = ""; for await (const chunk of answer) all += chunk; resolve(JSON.parse(all).url);
        }));`,
    };
    const { invoke } = createPool({ fn: { code } }, { hosts: { [HOST]: origin } });
    equal(payloadOf(await invoke("fn")), "/m");
  });

  it("to other hosts go where they are addressed to", async () => {
    const code = `
      exports.handler = async ({ url }) => {
        const plain = await (await fetch(url + "/other")).json();
        const failed = await fetch("https://127.0.0.1:1/").catch((error) => error.cause.code);
        const https = require("node:https");
        const refused = await new Promise((resolve) => https.get("https://127.0.0.1:1/").on("error", (error) => resolve(error.code)));
        return [plain.url, plain.host, failed, refused];
      };`;
    const { invoke } = createPool({ fn: { code } }, { hosts: { [HOST]: "http://localhost:1" } });
    const answer = payloadOf(await invoke("fn", { url: origin }));
    // fetch refuses port 1 itself.
    deepEqual(
      answer,
      ["/other", new URL(origin).host, undefined, "ECONNREFUSED"].map((one) => one ?? null),
    );
  });
});
