import { deepEqual, equal, match } from "node:assert/strict";
import { sign } from "../../support/signer.ts";
import type { Event, TestGateway } from "../support/gateway.ts";
import {
  accountId,
  api,
  graphOf,
  lambda,
  permission,
  region,
  route,
  stage,
} from "../support/graph.ts";
import {
  allow,
  amr,
  call,
  header,
  identityId,
  identityPoolId,
  inline,
  open,
  other,
  provider,
  role,
  shopper,
  signedApi,
  signedRoute,
  type SignedCall,
  userArn,
  userId,
  without,
} from "../support/signed-calls.ts";
import { now, token } from "../support/tokens.ts";

const authorizerOf = (event: Event | undefined) => event?.requestContext["authorizer"];

describe("gateway: AWS_IAM", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await open(signedApi());
  });
  after(() => gateway.close());

  it("H150, H214: tells the function who signed", async () => {
    equal((await call(gateway, "/orders?a=1")).status, 200);
    deepEqual(authorizerOf(gateway.events.at(-1)), {
      iam: {
        accessKey: shopper.AccessKeyId,
        accountId,
        callerId: userId,
        cognitoIdentity: { amr, identityId, identityPoolId },
        principalOrgId: null,
        userArn,
        userId,
      },
    });
  });

  it("H162: tells a function of format 1.0 in its identity", async () => {
    equal((await call(gateway, "/old", { headers: { "user-agent": "test" } })).status, 200);
    deepEqual(gateway.events.at(-1)?.requestContext["identity"], {
      accessKey: shopper.AccessKeyId,
      accountId,
      caller: userId,
      cognitoAuthenticationProvider: `${provider},${provider}:CognitoSignIn:ada`,
      cognitoAuthenticationType: "authenticated",
      cognitoIdentityId: identityId,
      cognitoIdentityPoolId: identityPoolId,
      principalOrgId: null,
      sourceIp: "127.0.0.1",
      user: userId,
      userAgent: "test",
      userArn,
    });
  });

  it("H211: hands the signed body on", async () => {
    const headers = { "content-type": "application/json" };
    const sent = { method: "POST", body: '{"quantity":1}', headers };
    equal((await call(gateway, "/orders", sent)).status, 200);
    equal(gateway.events.at(-1)?.["body"], '{"quantity":1}');
  });

  it("H211: takes a session token that is sent beside the signature", async () => {
    const { SessionToken, ...keys } = shopper;
    const reply = await call(gateway, "/orders", {
      as: keys,
      tamper: header("x-amz-security-token", SessionToken),
    });
    equal(reply.status, 200);
  });

  it("H212: refuses whoever holds no credentials without waiting for a body", async () => {
    const bytes = await gateway.raw(
      `POST /orders HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nConnection: close\r\nContent-Length: 9\r\n\r\n`,
    );
    match(bytes, /^HTTP\/1\.1 403 Forbidden\r\n/);
  });

  it("H247: reads no more of a body than the limit", async () => {
    const reply = await gateway.send("POST", "/orders", {
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    equal(reply.status, 413);
  });

  it("H295: takes the AWS host name that was signed", async () => {
    const host = `a1b2c3d4e5.execute-api.${region}.amazonaws.com`;
    const signed = await sign(
      shopper,
      `https://${host}/orders`,
      {},
      { region, date: new Date(now * 1000) },
    );
    const reply = await gateway.send("GET", "/orders", { headers: Object.entries(signed) });
    equal(reply.status, 200);
  });

  it("H279: logs who signed", async () => {
    const names = [
      "caller",
      "user",
      "userArn",
      "accountId",
      "cognitoIdentityId",
      "cognitoAmr",
      "cognitoAuthenticationType",
      "principalOrgId",
    ];
    const format = ["$context.requestId", ...names.map((name) => `$context.identity.${name}`)].join(
      " ",
    );
    const accessLogSettings = { destinationArn: "arn:aws:logs:::log-group:x", format };
    const logging = await open(
      graphOf(
        api(),
        stage("$default", { accessLogSettings }),
        lambda("main"),
        permission("main"),
        role(inline(allow)),
        route("GET /orders", signedRoute),
      ),
    );
    await call(logging, "/orders");
    const [, ...logged] = (logging.accessLog[0] ?? "").split(" ");
    deepEqual(logged, [
      userId,
      userId,
      userArn,
      accountId,
      identityId,
      amr.join(","),
      "authenticated",
      "-",
    ]);
    logging.close();
  });

  const refused: readonly (readonly [string, string, SignedCall, RegExp])[] = [
    [
      "another key's signature",
      "/orders",
      { as: { ...shopper, SecretKey: "guess" } },
      /does not match/,
    ],
    [
      "an unknown access key",
      "/orders",
      { as: { ...shopper, AccessKeyId: "ASIANOBODYNOBODY0000" } },
      /access key is unknown/,
    ],
    [
      "another identity's access key",
      "/orders",
      { as: { ...shopper, AccessKeyId: other.AccessKeyId, SessionToken: other.SessionToken } },
      /does not match/,
    ],
    [
      "another identity's session token",
      "/orders",
      { as: { ...shopper, SessionToken: other.SessionToken } },
      /session token/,
    ],
    ["no session token", "/orders", { tamper: without("x-amz-security-token") }, /session token/],
    ["another service", "/orders", { service: "cognito-idp" }, /for the service cognito-idp/],
    ["another region", "/orders", { region: "us-east-1" }, /for the region us-east-1/],
    [
      "a date over 5 minutes ago",
      "/orders",
      { date: new Date((now - 301) * 1000) },
      /5 minutes off/,
    ],
    [
      "a date over 5 minutes ahead",
      "/orders",
      { date: new Date((now + 301) * 1000) },
      /5 minutes off/,
    ],
    ["no date", "/orders", { tamper: without("x-amz-date") }, /x-amz-date/],
    ["another day", "/orders", { tamper: header("x-amz-date", "20250101T000000Z") }, /x-amz-date/],
    ["another method", "/orders", { tamper: () => ({ method: "PATCH" }) }, /does not match/],
    [
      "another blank in a signed header",
      "/orders",
      { headers: { "x-note": "a b" }, tamper: header("x-note", "a\u00a0b") },
      /does not match/,
    ],
    ["a dot segment more", "/orders", { tamper: () => ({ path: "/orders/." }) }, /dot segments/],
    ["two dots more", "/", { tamper: () => ({ path: "/orders/.." }) }, /dot segments/],
    ["another path", "/orders/7", { tamper: () => ({ path: "/orders/8" }) }, /does not match/],
    [
      "another query",
      "/orders?page=1",
      { tamper: () => ({ path: "/orders?page=2" }) },
      /does not match/,
    ],
    [
      "another body",
      "/orders",
      { method: "POST", body: "a", tamper: () => ({ body: "b" }) },
      /does not match/,
    ],
    [
      "a body that was not signed",
      "/orders",
      { method: "POST", tamper: () => ({ body: "b" }) },
      /does not match/,
    ],
    [
      "a signed header changed",
      "/orders",
      { headers: { "x-note": "a" }, tamper: header("x-note", "b") },
      /does not match/,
    ],
    [
      "a signed header left out",
      "/orders",
      { headers: { "x-note": "" }, tamper: without("x-note") },
      /x-note was not sent/,
    ],
    [
      "an AWS header that was not signed",
      "/orders",
      { tamper: header("x-amz-meta", "b") },
      /x-amz-meta is not signed/,
    ],
    [
      "a bearer token",
      "/orders",
      { tamper: header("authorization", `Bearer ${token()}`) },
      /not one of Signature/,
    ],
    ["no signature", "/orders", { tamper: without("authorization") }, /not signed/],
  ];
  for (const [title, path, options, reason] of refused) {
    it(`H212, H299: answers 403 to a request with ${title}`, async () => {
      const calls = gateway.events.length;
      const reply = await call(gateway, path, options);
      deepEqual([reply.status, reply.body], [403, '{"message":"Forbidden"}']);
      equal(reply.headers["www-authenticate"], undefined);
      equal(gateway.events.length, calls);
      match(gateway.log.at(-1) ?? "", reason);
    });
  }

  it("H299: takes no signature in the query", async () => {
    const {
      authorization,
      "x-amz-date": date,
      "x-amz-security-token": session,
      ...headers
    } = await sign(
      shopper,
      `http://127.0.0.1:${gateway.port}/orders`,
      {},
      { region, date: new Date(now * 1000) },
    );
    const [, credential = "", signature = ""] =
      /Credential=([^,]+),.*Signature=(.+)$/.exec(authorization ?? "") ?? [];
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": credential,
      "X-Amz-Date": date ?? "",
      "X-Amz-Security-Token": session ?? "",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": signature,
    });
    const reply = await gateway.send("GET", `/orders?${query}`, {
      headers: Object.entries(headers),
    });
    equal(reply.status, 403);
  });

  it("tells no key, token or signature in its log", async () => {
    await call(gateway, "/orders", { as: { ...shopper, SecretKey: "guess" } });
    const text = gateway.log.join("\n");
    for (const secret of ["a secret key", "a session token", "Signature="])
      equal(text.includes(secret), false);
  });

  it("takes who signs by the machine's clock when the runtime's was moved", async () => {
    const moved = await open(signedApi());
    moved.clock.advance(1_800);
    equal((await call(moved, "/orders", { date: new Date(now * 1000) })).status, 200);
    equal((await call(moved, "/orders", { date: new Date((now + 1_800) * 1000) })).status, 200);
    equal((await call(moved, "/orders", { date: new Date((now + 900) * 1000) })).status, 403);
    moved.close();
  });
});
