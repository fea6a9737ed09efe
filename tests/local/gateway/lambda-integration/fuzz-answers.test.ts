import assert from "node:assert/strict";
import { openGateway, type TestGateway } from "../support/gateway.ts";
import { apiWith, route } from "../support/graph.ts";
import { Random } from "../support/random.ts";

describe("gateway: random answers of functions", () => {
  let gateway: TestGateway;
  let payload = "";
  before(async () => {
    const v1 = { integration: { payloadFormatVersion: "1.0" } };
    gateway = await openGateway(apiWith(route("ANY /two"), route("ANY /one", v1)), {
      handler: () => payload,
    });
  });
  after(() => gateway.close());

  /** The answer as bytes, its head and body apart. */
  async function answerTo(method: string, path: string) {
    const host = `Host: 127.0.0.1:${gateway.port}`;
    const text = await gateway.raw(
      `${method} ${path} HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`,
    );
    const end = text.indexOf("\r\n\r\n");
    const [first = "", ...lines] = text.slice(0, end).split("\r\n");
    return { first, lines, body: Buffer.from(text.slice(end + 4), "latin1"), text };
  }

  async function check(path: string, random: Random): Promise<number> {
    const method = random.pick(["GET", "POST", "HEAD"]);
    const { first, lines, body, text } = await answerTo(method, path);
    const status = Number(/^HTTP\/1\.1 (\d{3}) [\w' -]+$/.exec(first)?.[1]);
    assert.ok(status >= 200 && status <= 599, `${first} to ${payload}`);
    const headers = lines.map((line) => /^([\w!#$%&'*+.^`|~-]+): ?([^\r\n\0]*)$/.exec(line));
    assert.ok(!headers.includes(null), `${text} to ${payload}`);
    const values = (name: string): string[] =>
      headers
        .filter((header) => header?.[1]?.toLowerCase() === name)
        .map((header) => header?.[2] ?? "");
    assert.deepEqual(values("split"), [], payload);
    assert.equal(values("apigw-requestid").length, 1);
    assert.equal(values("transfer-encoding").length, 0);
    const isEmpty = method === "HEAD" || status === 204 || status === 304;
    if (isEmpty) assert.equal(body.length, 0, payload);
    else assert.deepEqual(values("content-length"), [String(body.length)], payload);
    return status;
  }

  for (const [path, form] of [
    ["/two", "2.0"],
    ["/one", "1.0"],
  ] as const) {
    it(`G048, H165–H193: are one valid answer each, payload ${form}`, async () => {
      const random = new Random(48);
      let answered = 0;
      for (let count = 0; count < 500; count += 1) {
        payload = randomPayload(random);
        if ((await check(path, random)) !== 500) answered += 1;
      }
      assert.ok(answered > 50 && answered < 450, String(answered));
      assert.equal(gateway.log.filter((line) => line.includes("the gateway failed")).length, 0);
    });
  }
});

function randomPayload(random: Random): string {
  if (random.once(10)) return random.text(40);
  return JSON.stringify(random.once(5) ? randomJson(random) : randomResponse(random)) ?? "";
}

function randomJson(random: Random, depth = 0): unknown {
  return random.pick<() => unknown>([
    () => null,
    () => random.once(2),
    () => random.below(1_000) - 300,
    () => random.below(1_000) / 7,
    () => random.text(20),
    () => (depth > 3 ? 0 : random.list(4, () => randomJson(random, depth + 1))),
    () =>
      depth > 3
        ? ""
        : Object.fromEntries(
            random.list(4, () => [random.pick(members), randomJson(random, depth + 1)]),
          ),
  ])();
}

const members = ["statusCode", "body", "headers", "cookies", "isBase64Encoded", "__proto__", "x"];

/** Mostly what a response has, here and there something else in its place. */
function randomResponse(random: Random): object {
  const or = (value: unknown): unknown => (random.once(16) ? randomJson(random) : value);
  const status = random.pick([
    200,
    200,
    201,
    204,
    301,
    304,
    404,
    502,
    599,
    600,
    100,
    199,
    "200",
    200.5,
  ]);
  return {
    statusCode: or(status),
    headers: or(
      Object.fromEntries(random.list(4, () => [headerName(random), or(headerValue(random))])),
    ),
    multiValueHeaders: or({ [headerName(random)]: random.list(3, () => or(headerValue(random))) }),
    cookies: or(random.list(3, () => or(`a=${headerValue(random)}`))),
    body: or(random.once(3) ? random.bytes(30).toString("base64") : random.text(40)),
    isBase64Encoded: or(random.once(3)),
  };
}

function headerName(random: Random): string {
  if (random.once(10)) {
    return random.pick(["x\r\nsplit", "x: y\r\nsplit", "", "a b", random.text(5)]);
  }
  return random.pick(
    [
      ["Content-Type", "content-length", "Transfer-Encoding", "connection", "Trailer"],
      ["Set-Cookie", "date", "__proto__", "x", "Upgrade"],
    ].flat(),
  );
}

function headerValue(random: Random): string {
  const plain = random.pick([
    "text/html",
    "chunked",
    "close",
    "1",
    "",
    "\u00e9\u4e2d",
    random.text(12),
  ]);
  return random.once(8) ? `${plain}${random.pick(["\r\n", "\n", "\r", "\0"])}split: 1` : plain;
}
