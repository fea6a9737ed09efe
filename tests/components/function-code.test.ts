import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import * as jose from "jose";
import { type AnyHandler, functionCode } from "../../components/function-code";
import { json } from "../../handlers/response";

const OWNER = 'routes["GET /x"]';

async function filesOf(handler: AnyHandler): Promise<Record<string, string>> {
  const { assets } = await functionCode(handler, OWNER);
  const entries = Object.entries(await assets);
  const texts = entries.map(async ([path, asset]) => {
    assert.ok(asset instanceof pulumi.asset.StringAsset);
    return [path, await asset.text] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** Runs an archive's text as Lambda does: as a CommonJS module of its own, `calls` times. */
async function run(handler: AnyHandler, calls = 1): Promise<unknown> {
  const files = await filesOf(handler);
  const module = { exports: {} as { handler?: () => Promise<unknown> } };
  new Function("exports", "require", "module", "global", files["index.js"] ?? "")(
    module.exports,
    require,
    module,
    globalThis,
  );
  let answer: unknown;
  for (let call = 0; call < calls; call += 1) answer = await module.exports.handler?.();
  return answer;
}

const settings = Object.freeze({ greeting: "hello", limit: 10n, pattern: /^h/g });
const counter = { calls: 0 };
const secret = pulumi.secret("s3cr3t");
const output = pulumi.output("plain");
const cache = new Map([["a", 1]]);
const nested = { tags: new Set(["a"]) };
const startedAt = new Date(0);
const mark = Symbol("mark");
const bytes = Buffer.from("ab");
const encoder = new TextEncoder();
const home = new URL("https://a.b");
const failure = new Error("boom");
const greet = function (this: { name: string }) {
  return this.name;
}.bind({ name: "Ada" });
class Base {
  size = 1;
  grow() {
    return this.size + 1;
  }
}
class Refusal extends Error {}
let visits = 0;
let keys: string | undefined;

describe("the archive of a handler", () => {
  it("F140: is one file of less than 1 kB zipped", async () => {
    const files = await filesOf(async () => json(200, { hello: "world" }));
    assert.deepEqual(Object.keys(files), ["index.js"]);
    assert.ok(deflateRawSync(files["index.js"] ?? "").length < 900);
  });

  it("is the same text every time", async () => {
    const handler = async () => json(200, settings.greeting);
    assert.deepEqual(await filesOf(handler), await filesOf(handler));
  });

  it("holds packages that the handler imports, in the same file", async () => {
    const handler = async () => {
      const { decodeJwt } = await import("jose");
      return decodeJwt("e30.eyJzdWIiOiJhZGEifQ.e30").sub;
    };
    const files = await filesOf(handler);
    assert.deepEqual(Object.keys(files), ["index.js"]);
    assert.doesNotMatch(files["index.js"] ?? "", /require\("jose"\)|import\("jose"\)/);
    assert.equal(await run(handler), "ada");
  });

  it("holds packages that are imported outside the handler as well", async () => {
    assert.equal(await run(async () => jose.decodeJwt("e30.eyJzdWIiOiJhZGEifQ.e30").sub), "ada");
  });

  it("leaves the AWS SDK and Node's own modules to Lambda", async () => {
    const files = await filesOf(async () => {
      const { hostname } = await import("node:os");
      return hostname();
    });
    assert.match(files["index.js"] ?? "", /import\("node:os"\)/);
  });
});

describe("a handler may capture", () => {
  const cases: readonly [string, AnyHandler, unknown][] = [
    [
      "plain data",
      async () => [settings.greeting, settings.limit, settings.pattern.test("hello")],
      ["hello", 10n, true],
    ],
    ["functions", async () => json(204, null).statusCode, 204],
    [
      "a value from a factory",
      (
        (name: string) => async () =>
          name
      )("Ada"),
      "Ada",
    ],
    ["a text that looks like an assignment", async () => "visits = 1".length, 10],
    [
      "a regular expression with a quote",
      async () => `"`.replace(/"/g, "visits = 1; visits++") + visits,
      "visits = 1; visits++0",
    ],
    ["a variable that it only reads", async () => (visits === 0 ? "none" : visits), "none"],
  ];
  for (const [title, handler, answer] of cases) {
    it(title, async () => assert.deepEqual(await run(handler), answer));
  }

  it("an object whose property it changes: the change is there at the next call", async () => {
    assert.equal(await run(async () => (counter.calls += 1), 3), 3);
  });
});

describe("a handler is refused, with its route and a way out, when it", () => {
  const lost = (kind: string, near: string) =>
    `captures a ${kind}, whose contents would be lost: make it inside the handler (near "${near}").`;
  const classes = "whose fields and super calls would be lost: use plain functions and objects";
  const outputs =
    "captures an Output, whose value would be written into the archive: pass it through environment, a secret by its name";
  const assigned = (name: string) =>
    `assigns "${name}", a variable outside itself, which would start anew with every request: make it a property of a constant object.`;

  const cases: readonly [string, AnyHandler, string][] = [
    ["captures a secret", async () => secret.get(), `${outputs} (near "secret").`],
    ["captures an Output", async () => output.get(), `${outputs} (near "output").`],
    ["captures a Map", async () => cache.get("a"), lost("Map", "cache")],
    ["captures a Set inside an object", async () => nested.tags.has("a"), lost("Set", "tags")],
    ["captures a Date", async () => startedAt.getTime(), lost("Date", "startedAt")],
    ["captures a Symbol", async () => mark.toString(), lost("Symbol", "mark")],
    ["captures a Buffer", async () => bytes.toString(), lost("Uint8Array", "bytes")],
    ["captures a TextEncoder", async () => encoder.encode("a"), lost("TextEncoder", "encoder")],
    ["captures a URL", async () => home.href, lost("URL", "home")],
    ["captures an Error", async () => failure.message, lost("Error", "failure")],
    [
      "captures a bound function",
      async () => greet(),
      'captures a bound function, whose "this" would be lost: call the original inside a function of your own (near "greet").',
    ],
    [
      "constructs a class",
      async () => new Base().grow(),
      `captures the class Base, ${classes} (near "Base").`,
    ],
    [
      "throws an error class of its own",
      async () => new Refusal("no").message,
      `captures the class Refusal, ${classes} (near "Refusal").`,
    ],
    ["counts in a variable", async () => (visits += 1), assigned("visits")],
    ["remembers in a variable", async () => (keys ??= "fetched"), assigned("keys")],
    [
      "asks Pulumi",
      async () => pulumi.getStack(),
      "uses Pulumi, which is not on Lambda: pass the value through environment.",
    ],
  ];
  for (const [title, handler, rest] of cases) {
    it(title, async () => {
      await assert.rejects(functionCode(handler, OWNER), (error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(error.message, `${OWNER}.handler ${rest}`);
        return true;
      });
    });
  }

  it("captures what Pulumi cannot serialise", async () => {
    const { compare } = new Intl.Collator();
    await assert.rejects(
      functionCode(async () => compare("a", "b"), OWNER),
      /^Error: routes\["GET \/x"\]\.handler cannot become a Lambda function: Error serializing /,
    );
  });
});
