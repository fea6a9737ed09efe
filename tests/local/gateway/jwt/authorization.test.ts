import assert from "node:assert/strict";
import { lastClaims, openGateway, type TestGateway, using } from "../support/gateway.ts";
import { apiWith, authorizer, graphOf, route } from "../support/graph.ts";
import { goodHeader, keys, now, token } from "../support/tokens.ts";

const audienceText = "the token does not have a valid audience";
const bearer = (text: string): readonly [string, string] => ["Authorization", `Bearer ${text}`];

describe("gateway: authorization", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(
      apiWith(
        route("GET /open"),
        route("GET /plain", { scopes: [] }),
        route("GET /orders", { scopes: ["api/read"] }),
        route("GET /both", { scopes: ["api/a", "api/b"] }),
      ),
    );
  });
  after(() => gateway.close());

  const challenge = (scope: string, text: string): string =>
    `Bearer scope="${scope}" error="invalid_token" error_description="${text}"`;
  const segments = "token contains an invalid number of segments";
  const refused: readonly (readonly [
    string,
    string,
    readonly (readonly [string, string])[],
    string,
  ])[] = [
    ["H72, T001", "/orders", [], "Bearer"],
    ["H73, T002", "/orders", [["Authorization", ""]], "Bearer"],
    ["H77", "/plain", [["Authorization", "Bearer x"]], challenge("", segments)],
    ["H73", "/plain", [["Authorization", "Bearer"]], challenge("", segments)],
    ["H109", "/orders", [["Authorization", "Bearer x.y"]], challenge("api/read", segments)],
    ["H71, T006", "/plain", [["Authorization", "Basic YTpi"]], challenge("", segments)],
    ["H93", "/plain", [bearer(token({ client_id: "x" }))], challenge("", audienceText)],
    [
      "H97",
      "/orders",
      [bearer(token({ exp: now - 1 }))],
      challenge("api/read", "the token has expired"),
    ],
    [
      "H109",
      "/both",
      [bearer(token({ exp: now }))],
      challenge("api/a api/b", "the token has expired"),
    ],
  ];
  for (const [rule, path, headers, want] of refused) {
    it(`${rule}: GET ${path} with ${headers[0]?.[1].slice(0, 12) ?? "nothing"} → ${want}`, async () => {
      const reply = await gateway.send("GET", path, { headers });
      assert.equal(reply.status, 401);
      assert.equal(reply.body, '{"message":"Unauthorized"}');
      assert.equal(reply.headers["content-length"], "26");
      assert.equal(reply.headers["www-authenticate"], want);
      assert.match(reply.headers["apigw-requestid"] ?? "", /^.{15}=$/);
    });
  }

  const carried: readonly (readonly [string, readonly (readonly [string, string])[], number])[] = [
    ["H69, T004: without prefix", [["Authorization", token()]], 200],
    ["H68: any case of the name", [["aUTHORIZATION", `Bearer ${token()}`]], 200],
    ["T005: bearer", [["Authorization", `bearer ${token()}`]], 401],
    ["T005: BEARER", [["Authorization", `BEARER ${token()}`]], 401],
    ["T006: DPoP", [["Authorization", `DPoP ${token()}`]], 401],
    ["T006: JWT", [["Authorization", `JWT ${token()}`]], 401],
    ["T007: two blanks", [["Authorization", `Bearer  ${token()}`]], 401],
    ["T007: tab", [["Authorization", `Bearer\t${token()}`]], 401],
    ["T007: no-break space", [["Authorization", `Bearer\u00a0${token()}`]], 401],
    ["T010: good first", [bearer(token()), bearer("x.y.z")], 401],
    ["T010: bad first", [bearer("x.y.z"), bearer(token())], 401],
    ["T010: good twice", [bearer(token()), bearer(token())], 401],
    ["T010: good and empty", [bearer(token()), ["Authorization", ""]], 401],
    ["H74: another header", [["X-Authorization", `Bearer ${token()}`]], 401],
    ["T009: cookie", [["Cookie", `access_token=${token()}`]], 401],
  ];
  for (const [title, headers, status] of carried) {
    it(`${title} → ${status}`, async () => {
      assert.equal((await gateway.send("GET", "/orders", { headers })).status, status);
    });
  }

  it("T009: a token in the query is no token in the header", async () => {
    for (const name of ["access_token", "token", "Authorization"]) {
      const reply = await gateway.send("GET", `/orders?${name}=${token()}`);
      assert.equal(reply.headers["www-authenticate"], "Bearer");
    }
  });

  it("H105: no matching scope is 403 without www-authenticate (H106)", async () => {
    const reply = await gateway.send("GET", "/orders", {
      headers: [bearer(token({ scope: "x" }))],
    });
    assert.deepEqual(
      [reply.status, reply.body, reply.headers["www-authenticate"]],
      [403, '{"message":"Forbidden"}', undefined],
    );
  });

  it("H103: one of the route's scopes is enough", async () => {
    for (const scope of ["api/a", "x api/b", "api/b api/a"]) {
      assert.equal(
        (await gateway.send("GET", "/both", { headers: [bearer(token({ scope }))] })).status,
        200,
      );
    }
  });

  it("H114, H115: an ID token passes an unscoped route only", async () => {
    const idToken = token({
      aud: "5kek0i61pgkokoob4fsm9fo9it",
      client_id: undefined,
      token_use: "id",
      scope: undefined,
    });
    assert.equal((await gateway.send("GET", "/plain", { headers: [bearer(idToken)] })).status, 200);
    assert.equal(
      (await gateway.send("GET", "/orders", { headers: [bearer(idToken)] })).status,
      403,
    );
  });

  it("T039, H96: an accepted token is refused when the clock passes its exp, and back again", async () => {
    const accessToken = token({ jti: "clock" });
    const status = async (): Promise<number> =>
      (await gateway.send("GET", "/orders", { headers: [bearer(accessToken)] })).status;
    assert.equal(await status(), 200);
    gateway.clock.advance(3600);
    assert.equal(await status(), 401);
    gateway.clock.reset();
    assert.equal(await status(), 200);
    gateway.clock.advance(-3600);
    assert.equal(await status(), 401);
    gateway.clock.reset();
  });

  it("G040: other spellings of a protected path are 404", async () => {
    for (const path of [
      "/orders/",
      "//orders",
      "/Orders",
      "/./orders",
      "/x/../orders",
      "/orders;a",
      "/orders%00",
    ]) {
      assert.equal((await gateway.send("GET", path)).status, 404, path);
    }
    assert.equal((await gateway.send("GET", "/%6frders")).status, 401);
  });

  it("tells the log why, on one line (G051)", async () => {
    gateway.log.length = 0;
    await gateway.send("GET", "/orders?x=1", { headers: [bearer(token({ iss: "x" }))] });
    assert.match(
      gateway.log.join("\n"),
      /^401 GET \/orders \w{15}=: the token does not have a valid issuer$/,
    );
  });
});

describe("gateway: identity source in a cookie header", () => {
  it("H69, H72, H77: is that header's value, though events list cookies apart", async () => {
    const graph = apiWith(authorizer(), route("GET /q", { scopes: ["api/read"] }));
    const cookieSource = graphOf(
      graph.recording.resources.filter((each) => each.name !== "jwt"),
      authorizer({ identitySources: ["$request.header.Cookie"] }),
    );
    await using(cookieSource, {}, async (gateway) => {
      const challenge = async (cookie?: string): Promise<string | undefined> => {
        const headers = cookie === undefined ? [] : [["Cookie", cookie] as const];
        return (await gateway.send("GET", "/q", { headers })).headers["www-authenticate"];
      };
      assert.equal(await challenge(), "Bearer");
      assert.match((await challenge("session=1")) ?? "", /invalid number of segments"$/);
      assert.equal(await challenge(token()), undefined);
    });
  });
});

describe("gateway: identity source in the query", () => {
  const graph = apiWith(authorizer(), route("GET /q", { scopes: ["api/read"] }));
  const querySource = graphOf(
    graph.recording.resources.filter((each) => each.name !== "jwt"),
    authorizer({ identitySources: ["$request.querystring.token"] }),
  );

  it("H61, T012: claims come from the verified token only", async () => {
    await using(querySource, {}, async (gateway) => {
      const other = token({ username: "root" }, goodHeader, keys.attacker);
      const reply = await gateway.send("GET", `/q?token=${token()}`, { headers: [bearer(other)] });
      assert.equal(reply.status, 200);
      assert.equal(lastClaims(gateway)["username"], "ada");
    });
  });

  it("H69, H68, H72: prefix is accepted, names are case-sensitive, the header does not count", async () => {
    await using(querySource, {}, async (gateway) => {
      const status = async (path: string): Promise<number> =>
        (await gateway.send("GET", path, { headers: [bearer(token())] })).status;
      assert.equal(await status(`/q?token=Bearer%20${token()}`), 200);
      assert.equal(await status(`/q?Token=${token()}`), 401);
      assert.equal(await status(`/q?token=${token()}&token=${token()}`), 401);
      assert.equal((await gateway.send("GET", "/q?token=")).headers["www-authenticate"], "Bearer");
    });
  });
});
