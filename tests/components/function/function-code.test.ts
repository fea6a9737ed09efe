import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import * as jose from "jose";
import { type AnyHandler, functionCode } from "../../../components/function/function-code";
import { json } from "../../../handlers/response";

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

const settings = { greeting: "hello" };

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
