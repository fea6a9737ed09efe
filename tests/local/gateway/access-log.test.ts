import assert from "node:assert/strict";
import { escapeForLog } from "../../../local/gateway/access-log.ts";
import { openGateway } from "./support/gateway.ts";
import type { GatewayOptions, SendOptions } from "./support/gateway.ts";
import { api, authorizer, graphOf, lambda, permission, route, stage } from "./support/graph.ts";
import { token } from "./support/tokens.ts";

/** The access-log line of one request, in this format. */
async function lineOf(
  format: string,
  path: string,
  sent: SendOptions = {},
  options: GatewayOptions = {},
): Promise<string> {
  const gateway = await openGateway(
    graphOf(
      api(),
      stage("dev", { accessLogSettings: { destinationArn: "arn:aws:logs:x", format } }),
      lambda("main"),
      permission("main"),
      authorizer(),
      route("GET /open"),
      route("GET /jwt/{id}", { scopes: ["api/read"] }),
    ),
    options,
  );
  await gateway.send("GET", path, sent);
  gateway.close();
  assert.equal(gateway.accessLog.length, 1);
  return gateway.accessLog[0] ?? "";
}

const bearer = { headers: [["Authorization", token()] as const] };

describe("gateway: access log", () => {
  it("H278, H279: variables are replaced, the rest stays", async () => {
    const format =
      '{"r":"$context.requestId","e":"$context.extendedRequestId","ip":"$context.identity.sourceIp","t":"$context.requestTime","te":"$context.requestTimeEpoch","m":"$context.httpMethod","k":"$context.routeKey","s":"$context.status","p":"$context.protocol","l":"$context.responseLength","st":"$context.stage","path":"$context.path","api":"$context.apiId","acc":"$context.accountId","d":"$context.domainName"}';
    const { r, e, ...line } = JSON.parse(await lineOf(format, "/dev/jwt/7", bearer)) as Record<
      string,
      string
    >;
    assert.match(r ?? "", /^\w{15}=$/);
    assert.equal(r, e);
    assert.deepEqual(line, {
      ip: "127.0.0.1",
      t: "29/Aug/2026:10:40:00 +0000",
      te: "1788000000000",
      m: "GET",
      k: "GET /jwt/{id}",
      s: "200",
      p: "HTTP/1.1",
      l: "2",
      st: "dev",
      path: "/dev/jwt/7",
      api: "a1b2c3d4e5",
      acc: "123456789012",
      d: "127.0.0.1",
    });
  });

  const values: readonly (readonly [string, string, string, SendOptions, string])[] = [
    [
      "H130",
      "$context.authorizer.claims.sub",
      "/dev/jwt/7",
      bearer,
      "6418b458-d091-705e-122e-04bf2945fcdf",
    ],
    ["H130", "$context.authorizer.claims.nothing", "/dev/jwt/7", bearer, "-"],
    ["H130", "$context.authorizer.claims.constructor", "/dev/jwt/7", bearer, "-"],
    [
      "H112",
      "$context.authorizer.error",
      "/dev/jwt/7",
      { headers: [["Authorization", "a.b"]] },
      "token contains an invalid number of segments",
    ],
    ["H281", "$context.authorizer.error", "/dev/open", {}, "-"],
    ["H281", "$context.routeKey", "/dev/nowhere", {}, "-"],
    ["H281", "$context.nonsense.of.mine", "/dev/open", {}, "-"],
    ["H279", "$context.error.message", "/dev/nowhere", {}, "Not Found"],
    [
      "H279",
      "$context.status $context.error.messageString.",
      "/dev/nowhere",
      {},
      '404 \\"Not Found\\".',
    ],
  ];
  for (const [rule, format, path, sent, want] of values) {
    it(`${rule}: ${format} of ${path} → ${want}`, async () => {
      assert.equal(
        await lineOf(`$context.requestId ${format}`, path, sent).then((line) => line.slice(17)),
        want,
      );
    });
  }

  it("H280: status of the function and of its call are two things", async () => {
    const format =
      "$context.requestId $context.integration.status $context.integrationStatus $context.integration.integrationStatus";
    const line = await lineOf(format, "/dev/open", {}, { handler: () => '{"statusCode":404}' });
    assert.equal(line.slice(17), "404 200 200");
  });

  it("H181: a malformed answer is told by field", async () => {
    const line = await lineOf(
      "$context.requestId $context.integrationErrorMessage",
      "/dev/open",
      {},
      { handler: () => '{"statusCode":200,"body":{}}' },
    );
    assert.match(line, /Lambda body contains the wrong type for field \\"body\\"$/);
  });

  it("G051: what the caller sends ends neither the line nor its JSON", async () => {
    const path = `/dev/jwt/${encodeURIComponent('"\n\u001b[31m\u009b\u2028\\')}`;
    const line = await lineOf(
      '{"id":"$context.requestId","path":"$context.path","ua":"$context.identity.userAgent"}',
      path,
      {
        headers: [["User-Agent", '"}\u009b{"']],
      },
    );
    assert.deepEqual(
      ["\n", "\u001b", "\u009b", "\u2028"].filter((each) => line.includes(each)),
      [],
    );
    assert.equal(
      (JSON.parse(line) as { path: string }).path,
      '/dev/jwt/"\n\u001b[31m\u009b\u2028\\',
    );
  });

  it("escapes every control character", () => {
    for (let code = 0; code < 0xa0; code += 1) {
      if (code === 0x20) code = 0x7f;
      assert.match(escapeForLog(String.fromCharCode(code)), /^[\x20-\x7e]+$/);
    }
  });
});
