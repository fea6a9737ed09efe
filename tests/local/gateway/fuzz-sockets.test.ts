import assert from "node:assert/strict";
import { connect } from "node:net";
import { openGateway, type TestGateway } from "./support/gateway.ts";
import { api, authorizer, graphOf, lambda, permission, route, stage } from "./support/graph.ts";
import { Random } from "./support/random.ts";
import { token } from "./support/tokens.ts";

const graph = graphOf(
  api({ corsConfiguration: { allowOrigins: ["https://app.test"], allowMethods: ["*"] } }),
  stage(),
  stage("dev", { accessLogSettings: { format: "$context.requestId $context.path" } }),
  lambda("main"),
  permission("main"),
  authorizer(),
  route("GET /open"),
  route("GET /secret", { scopes: ["api/read"] }),
  route("ANY /any/{proxy+}", { integration: { payloadFormatVersion: "1.0" } }),
  route("$default", { scopes: [] }),
);

describe("gateway: random bytes", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(graph);
  });
  after(() => gateway.close());

  /** What comes back for these bytes until the peer, having said all, is hung up on. */
  function exchange(bytes: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(gateway.port, "127.0.0.1", () => socket.end(bytes));
      const limit = setTimeout(
        () => reject(new Error(`no end: ${bytes.toString("latin1")}`)),
        5_000,
      );
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("error", () => {});
      socket.on("close", () => {
        clearTimeout(limit);
        resolve(Buffer.concat(chunks).toString("latin1"));
      });
    });
  }

  async function fire(
    count: number,
    make: (random: Random) => Buffer,
    seed: number,
  ): Promise<number[]> {
    const random = new Random(seed);
    const statuses: number[] = [];
    for (let done = 0; done < count; done += 50) {
      const texts = await Promise.all(Array.from({ length: 50 }, () => exchange(make(random))));
      for (const text of texts) statuses.push(...statusesOf(text));
    }
    return statuses;
  }

  async function stillServes(): Promise<void> {
    const headers = [["Authorization", `Bearer ${token()}`]] as const;
    const reply = await gateway.send("GET", "/secret", { headers });
    assert.deepEqual([reply.status, reply.body], [200, "ok"]);
  }

  it("that are no HTTP are 400 or nothing, and good requests are served afterwards", async () => {
    const statuses = await fire(200, (random) => random.bytes(400), 1);
    assert.deepEqual([...new Set(statuses)], [400]);
    await stillServes();
  });

  it("in place of some bytes of a request never give a 5xx, a crash or a hang", async () => {
    const statuses = await fire(
      600,
      (random) => damaged(requestOf(random, gateway.port), random),
      2,
    );
    assert.ok(statuses.length > 400);
    assert.deepEqual(
      statuses.filter((status) => status >= 500),
      [],
    );
    assert.equal(gateway.log.filter((line) => line.includes("the gateway failed")).length, 0);
    await stillServes();
  });

  it("never let a request without a token reach a protected function", async () => {
    gateway.events.length = 0;
    await fire(200, (random) => damaged(requestOf(random, gateway.port, "GET /secret"), random), 3);
    const routes = new Set(gateway.events.map((event) => event["routeKey"]));
    assert.equal(routes.has("GET /secret") || routes.has("$default"), false);
  });

  it("in log lines stay on their line (G051)", () => {
    const lines = [...gateway.log, ...gateway.accessLog];
    assert.ok(lines.length > 100);
    assert.deepEqual(
      // eslint-disable-next-line no-control-regex
      lines.filter((line) => /[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(line)),
      [],
    );
  });
});

/** Statuses of the answers in a text, each of which must be one of ours. */
function statusesOf(text: string): number[] {
  const heads = [...text.matchAll(/HTTP\/1\.1 (\d{3}) [^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/g)];
  for (const [head, , headers = ""] of heads) {
    if (!head.startsWith("HTTP/1.1 100")) assert.match(headers, /^apigw-requestid: \w{15}=\r$/im);
  }
  return heads.map(([, status]) => Number(status)).filter((status) => status !== 100);
}

/** A request that is good but for what it asks. */
function requestOf(random: Random, port: number, start?: string): string {
  const method = random.pick(["GET", "POST", "HEAD", "OPTIONS", "DELETE", "TRACE", "CONNECT"]);
  const encoded = (): string => encodeURIComponent(random.text(8).toWellFormed());
  const path = random.pick([
    "/open",
    "/secret",
    "/any/x",
    "/dev/any/",
    "/",
    "//open",
    "/dev/../open",
  ]);
  const body = random.text(60);
  const lines = [
    start
      ? `${start} HTTP/1.1`
      : `${method} ${path}${random.pick(["", `/${encoded()}`])}?${encoded()}=${encoded()} HTTP/1.1`,
    `Host: ${random.pick([`127.0.0.1:${port}`, `localhost:${port}`, "evil.test"])}`,
    random.pick([
      "X: 1",
      "Origin: https://app.test",
      "Cookie: a=1; b",
      "Expect: 100-continue",
      "TE: trailers",
    ]),
    random.pick([
      "Authorization: Bearer x.y.z",
      "Access-Control-Request-Method: GET",
      "Accept: */*",
    ]),
    random.once(2) ? `Content-Length: ${Buffer.byteLength(body)}` : "Transfer-Encoding: chunked",
  ];
  const sent = random.once(2)
    ? body
    : `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  return `${lines.join("\r\n")}\r\n\r\n${sent}`;
}

/** The text with some bytes replaced, doubled, taken out or cut off. */
function damaged(text: string, random: Random): Buffer {
  let bytes = Buffer.from(text);
  for (let count = random.below(4); count > 0; count -= 1) {
    const at = random.below(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    bytes = Buffer.concat(
      random.pick([
        [before, random.bytes(3), after],
        [before, after.subarray(random.below(5))],
        [
          before,
          Buffer.from(random.pick(["\r\n", "\n", "\0", " ", ":", "%", "/", "\r\n\r\n"])),
          after,
        ],
        [before, bytes.subarray(Math.max(0, at - 40), at), after],
        [before],
      ]),
    );
  }
  return bytes;
}
