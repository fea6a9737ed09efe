import assert from "node:assert/strict";
import { compileAccessLog } from "../../../../local/gateway/log/access-log.ts";
import type { RequestContext } from "../../../../local/gateway/log/context-variables.ts";
import { noPermission } from "../../../../local/gateway/lambda-integration/lambda-plan.ts";
import { answering } from "../support/backend.ts";
import {
  type GatewayOptions,
  type Handler,
  openGateway,
  type SendOptions,
  type TestGateway,
} from "../support/gateway.ts";
import { api, authorizer, graphOf, lambda, permission, route, stage } from "../support/graph.ts";
import { proxied } from "../support/proxied.ts";
import { token } from "../support/tokens.ts";

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
      stage("dev", {
        accessLogSettings: { destinationArn: "arn:aws:logs:x", format },
        routeSettings: [
          { routeKey: "GET /throttled", throttlingBurstLimit: 0, throttlingRateLimit: 0 },
        ],
      }),
      lambda("main"),
      lambda("locked"),
      permission("main"),
      authorizer(),
      ...["open", "throttled", "throws", "malformed", "gone"].map((path) => route(`GET /${path}`)),
      route("GET /slow", { integration: { timeoutMilliseconds: 50 } }),
      route("GET /forbidden", { handler: "locked" }),
      route("GET /jwt/{id}", { scopes: ["api/read"] }),
    ),
    options,
  );
  await gateway.send("GET", path, sent);
  gateway.close();
  assert.equal(gateway.accessLog.length, 1);
  return gateway.accessLog[0] ?? "";
}

/** A request of which nothing is known but its integration. */
const emptyContext = { integration: {} } as unknown as RequestContext;

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
      '404 "Not Found".',
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

  const samples: readonly (readonly [string, string, RegExp])[] = [
    [
      "CLF",
      '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.path $context.protocol" $context.status $context.responseLength $context.requestId "$context.identity.userAgent"',
      /^127\.0\.0\.1 - - \[29\/Aug\/2026:10:40:00 \+0000\] "GET \/dev\/jwt\/(?:\\"|[^"])* HTTP\/1\.1" 401 26 \w{15}= "(?:\\"|[^"])*"$/,
    ],
    [
      "CSV",
      "$context.requestId,$context.httpMethod,$context.path,$context.identity.userAgent,$context.status",
      /^\w{15}=,GET,[^,]+,[^,]+,401$/,
    ],
    [
      "XML",
      '<request id="$context.requestId"><path>$context.path</path><agent name="$context.identity.userAgent"/><status>$context.status</status></request>',
      /^<request id="\w{15}="><path>[^<>&"']+<\/path><agent name="[^<>&"']+"\/><status>401<\/status><\/request>$/,
    ],
  ];
  for (const [name, format, want] of samples) {
    it(`G051: what the caller sends stays in its place in ${name}`, async () => {
      const hostile = `a,b "c" <d>&'e\n\u2028\u009b`;
      const line = await lineOf(format, `/dev/jwt/${encodeURIComponent(hostile)}`, {
        headers: [["User-Agent", `x", <y/>, '&\u009b`]],
      });
      assert.match(line, want);
      assert.match(line, /^[\x20-\x7e]+$/);
    });
  }

  it("H279: error.messageString is a JSON text of its own", async () => {
    const format = '{"id":"$context.requestId","error":$context.error.messageString}';
    const line = JSON.parse(await lineOf(format, "/dev/nowhere")) as { error: string };
    assert.equal(line.error, "Not Found");
  });

  it("H278: an entry ends at 1 MB", () => {
    const log = compileAccessLog("$context.integration.error");
    const error = "x".repeat(2_000_000);
    const line = log({ ...emptyContext, integration: { error } });
    assert.equal(String(line).length, 1_000_000);
  });

  it("shows values as they were when the request was answered, and counts what it keeps of them", () => {
    const log = compileAccessLog("$context.integration.error $context.status");
    const integration = { error: "first" };
    const line = log({ ...emptyContext, integration, status: 200 });
    integration.error = "second";
    assert.deepEqual([String(line), line.length], ["first 200", 42 + 5]);
  });
});

describe("gateway: access log of each step", () => {
  const format =
    "$context.requestId $context.status|$context.error.message|$context.error.responseType|$context.integrationStatus|$context.integration.error|$context.authorizer.error";
  const steps: readonly (readonly [string, string, SendOptions, string])[] = [
    ["H54: no route", "/dev/nowhere", {}, "404|Not Found|RESOURCE_NOT_FOUND|-|-|-"],
    ["H241: throttled", "/dev/throttled", {}, "429|Too Many Requests|THROTTLED|-|-|-"],
    [
      "H72: no token",
      "/dev/jwt/7",
      {},
      "401|Unauthorized|UNAUTHORIZED|-|-|no token in the identity source",
    ],
    [
      "H97: expired",
      "/dev/jwt/7",
      { headers: [["Authorization", token({ exp: 1 })]] },
      "401|Unauthorized|UNAUTHORIZED|-|-|the token has expired",
    ],
    [
      "H105: scopes",
      "/dev/jwt/7",
      { headers: [["Authorization", token({ scope: "openid" })]] },
      "403|Forbidden|ACCESS_DENIED|-|-|the token has none of the route's scopes (api/read)",
    ],
    [
      "H187: no permission",
      "/dev/forbidden",
      {},
      `500|Internal Server Error|INTEGRATION_FAILURE|-|${noPermission}|-`,
    ],
    [
      "H186: the function throws",
      "/dev/throws",
      {},
      "500|Internal Server Error|INTEGRATION_FAILURE|200|Error: no|-",
    ],
    [
      "H169: a malformed answer",
      "/dev/malformed",
      {},
      `500|Internal Server Error|INTEGRATION_FAILURE|200|The response from the Lambda function doesn't match the format that API Gateway expects. Lambda body contains the wrong type for field \\"body\\"|-`,
    ],
    [
      "H188: no answer in time",
      "/dev/slow",
      {},
      "503|Service Unavailable|INTEGRATION_TIMEOUT|-|Endpoint request timed out|-",
    ],
    [
      "H250: the ARN is too long",
      `/dev/jwt/${"x".repeat(1_600)}`,
      bearer,
      "414|Request-URI Too Long|DEFAULT_4XX|-|-|-",
    ],
    ["H280: the function's own error", "/dev/gone", {}, "410|-|-|200|-|-"],
    ["H280: success", "/dev/open", {}, "200|-|-|200|-|-"],
  ];
  const handler: Handler = ({ rawPath }) => {
    if (rawPath === "/dev/throws") {
      return { ok: false, kind: "error", errorType: "Error", errorMessage: "no" };
    }
    if (rawPath === "/dev/slow") return new Promise<never>(() => undefined);
    if (rawPath === "/dev/malformed") return '{"statusCode":200,"body":{}}';
    return `{"statusCode":${rawPath === "/dev/gone" ? 410 : 200}}`;
  };
  for (const [title, path, sent, want] of steps) {
    it(title, async () => {
      const line = await lineOf(format, path, sent, { handler });
      assert.equal(line.slice(17), want);
    });
  }

  it("H279: ids of the function's call, of the request, and of the mapping", async () => {
    const ids =
      "$context.requestId $context.integration.requestId $context.awsEndpointRequestId $context.awsEndpointRequestId2 $context.customDomain.basePathMatched";
    const line = await lineOf(
      ids,
      "/dev/open",
      {},
      {
        handler: () => ({ ok: true, payload: "{}", requestId: "8f5a0c1e" }),
      },
    );
    assert.equal(line.slice(17), "8f5a0c1e 8f5a0c1e - -");
  });

  it("H279: ids of a backend's answer", async () => {
    const format =
      "$context.requestId $context.awsEndpointRequestId $context.integration.requestId $context.awsEndpointRequestId2";
    const logged = stage("$default", { accessLogSettings: { destinationArn: "arn", format } });
    const answer = answering("x", ["X-Amz-Request-Id", "4442587F", "X-Amz-Id-2", "eftixk72"]);
    const test = async ({ send, accessLog }: TestGateway) => {
      await send("GET", "/x");
      assert.equal(accessLog[0]?.slice(17), "4442587F 4442587F eftixk72");
    };
    await proxied("GET /x", "/y", test, { answer, stage: logged });
  });

  it("H279: identity.* is empty for all but AWS_IAM, certificates are never asked for", async () => {
    const names = [
      "accountId",
      "caller",
      "cognitoAuthenticationProvider",
      "cognitoAuthenticationType",
      "cognitoIdentityId",
      "cognitoIdentityPoolId",
      "principalOrgId",
      "user",
      "userArn",
      "clientCert.clientCertPem",
      "clientCert.subjectDN",
      "clientCert.issuerDN",
      "clientCert.serialNumber",
      "clientCert.validity.notBefore",
      "clientCert.validity.notAfter",
    ];
    const asked = names.map((name) => `$context.identity.${name}`).join(" ");
    for (const path of ["/dev/open", "/dev/jwt/7"]) {
      const line = await lineOf(`$context.requestId ${asked}`, path, bearer);
      assert.equal(line.slice(17), names.map(() => "-").join(" "));
    }
  });

  it("H129: all claims together, and claims in place of other values, are none", async () => {
    const asked =
      "$context.authorizer.claims $context.authorizer.sub $context.authorizer.principalId";
    const line = await lineOf(`$context.requestId ${asked}`, "/dev/jwt/7", bearer);
    assert.equal(line.slice(17), "- - -");
  });

  it("H130: a claim's name may hold a colon", async () => {
    const sent = { headers: [["Authorization", token({ "cognito:groups": ["a", "b"] })]] } as const;
    const line = await lineOf(
      "$context.requestId-$context.authorizer.claims.cognito:groups.",
      "/dev/jwt/7",
      sent,
    );
    assert.equal(line.slice(16), "-[a b].");
  });

  it("H130, H279: a colon or a hyphen behind a caller's variable is text of the format", async () => {
    const use = "$context.authorizer.claims.token_use";
    const line = await lineOf(
      `$context.requestId ${use}: ${use}:$context.status ${use}-$context.stage ${use}--`,
      "/dev/jwt/7",
      bearer,
    );
    assert.equal(line.slice(17), "access: access:200 access-dev access--");
  });
});
