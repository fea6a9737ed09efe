import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../../local/cognito/store.ts";
import { client, MACHINE_ID, pool, POOL_ID, WEB_ID } from "../cognito/support/graph.ts";
import { callIdentity, decodeUnverified, signIn } from "../cognito/support/json-api.ts";
import { type RunningPools, serve } from "../cognito/support/running-pools.ts";
import { IDENTITY_POOL_ID, identityGraph, PROVIDER } from "./support/graph.ts";
import { getId, loginsOf, type Person, person } from "./support/people.ts";

const refused = (message: string, __type = "NotAuthorizedException") => [400, { __type, message }];

describe("identity pools: GetId", () => {
  let pools: RunningPools;
  let ada: Person;
  before(async () => {
    pools = await serve(identityGraph());
    ada = await person(pools, "ada@example.com");
  });
  after(() => pools.close());

  it("C314, C323: gives the same identity for the same user every time", async () => {
    const { status, headers, body } = await getId(pools, ada.idToken);
    equal(status, 200);
    match(body["IdentityId"], /^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    deepEqual(Object.keys(body), ["IdentityId"]);
    equal(headers.get("content-type"), "application/x-amz-json-1.1");
    equal(headers.get("access-control-allow-origin"), "*");
    deepEqual((await getId(pools, ada.idToken)).body, body);
  });

  it("C323: gives another user another identity", async () => {
    const bob = await person(pools, "bob@example.com");
    const [adas, bobs] = [await getId(pools, ada.idToken), await getId(pools, bob.idToken)];
    notEqual(adas.body["IdentityId"], bobs.body["IdentityId"]);
  });

  it("C315: takes tokens of either form of the issuer", async () => {
    const local = await serve(identityGraph(), { issuer: "local" });
    const { idToken } = await person(local, "ada@example.com");
    equal(decodeUnverified(idToken)["iss"], `${local.origin}/${POOL_ID}`);
    equal((await getId(local, idToken)).status, 200);
    await local.close();
  });

  it("C323: gives the same identity after a restart", async () => {
    const location = mkdtempSync(join(tmpdir(), "identities-"));
    const idAt = async (make: (open: RunningPools) => Promise<string>) => {
      const store = openStore(location);
      const open = await serve(identityGraph(), { store });
      const { body } = await getId(open, await make(open));
      await open.close();
      store.close();
      return String(body["IdentityId"]);
    };
    const first = await idAt(async (open) => (await person(open, "ada@example.com")).idToken);
    const again = await idAt(async (open) => {
      const { body } = await signIn(open, { username: "ada@example.com" });
      return body["AuthenticationResult"]["IdToken"];
    });
    equal(again, first);
    rmSync(location, { recursive: true });
  });

  it("C318: takes no guests unless the pool does", async () => {
    const { status, headers, body } = await getId(pools);
    deepEqual(
      [status, body],
      refused("Unauthenticated access is not supported for this identity pool."),
    );
    equal(headers.get("x-amzn-errortype"), "NotAuthorizedException:");
  });

  it("C318: gives each guest an identity of its own", async () => {
    const open = await serve(identityGraph({ allowUnauthenticatedIdentities: true }));
    const [one, other] = [await getId(open), await getId(open)];
    equal(one.status, 200);
    notEqual(one.body["IdentityId"], other.body["IdentityId"]);
    await open.close();
  });

  const swapped = (token: string, claims: object): string => {
    const [head = "", , signature = ""] = token.split(".");
    const payload = Buffer.from(JSON.stringify({ ...decodeUnverified(token), ...claims }));
    return [head, payload.toString("base64url"), signature].join(".");
  };

  const tokens: readonly (readonly [string, () => string, string])[] = [
    [
      "C315: an access token",
      () => ada.accessToken,
      "Invalid login token. Missing a required claim: aud",
    ],
    [
      "J140: another subject under the same signature",
      () => swapped(ada.idToken, { sub: "root" }),
      "Invalid login token. Couldn't verify signed token.",
    ],
    [
      "J074: an issuer that is no pool of the graph",
      () =>
        swapped(ada.idToken, {
          iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other",
        }),
      "Invalid login token. Issuer doesn't match providerName",
    ],
    [
      "J001: alg none",
      () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${ada.idToken.split(".")[1]}.`,
      "Invalid login token. Issuer doesn't match providerName",
    ],
    [
      "J111: what is no token",
      () => "abc",
      "Invalid login token. Not a valid OpenId Connect identity token.",
    ],
    ["J112: nothing", () => "", "Invalid login token. Not a valid OpenId Connect identity token."],
  ];
  for (const [title, token, message] of tokens) {
    it(`${title} proves nothing`, async () => {
      const { status, body } = await getId(pools, token());
      deepEqual([status, body], refused(message));
    });
  }

  it("C317: refuses the ID token of a client that the pool does not list", async () => {
    const open = await serve(
      identityGraph({
        cognitoIdentityProviders: [{ providerName: PROVIDER, clientId: MACHINE_ID }],
      }),
    );
    const eve = await person(open, "eve@example.com");
    const { status, body } = await getId(open, eve.idToken);
    deepEqual(
      [status, body],
      refused("Token is not from a supported provider of this identity pool."),
    );
    await open.close();
  });

  it("C315: refuses a token under another provider's name", async () => {
    for (const provider of [
      "graph.facebook.com",
      `${PROVIDER}x`,
      PROVIDER.replace("us-east-1.", "eu-west-1."),
      "__proto__",
    ]) {
      const { status, body } = await callIdentity(pools, "GetId", {
        IdentityPoolId: IDENTITY_POOL_ID,
        Logins: JSON.parse(`{${JSON.stringify(provider)}:${JSON.stringify(ada.idToken)}}`),
      });
      deepEqual(
        [status, body],
        refused("Token is not from a supported provider of this identity pool."),
        provider,
      );
    }
  });

  it("T028: refuses an ID token from the second on at which it expires", async () => {
    const timed = await serve(identityGraph());
    const { idToken } = await person(timed, "tim@example.com");
    const { exp } = decodeUnverified(idToken);
    timed.clock.advance(3_599);
    equal((await getId(timed, idToken)).status, 200);
    timed.clock.advance(1);
    deepEqual(
      (await getId(timed, idToken)).body["message"],
      `Invalid login token. Token expired: ${exp} >= ${exp}`,
    );
    await timed.close();
  });

  it("C317: with serverSideTokenCheck refuses who was signed out", async () => {
    const graph = (serverSideTokenCheck: boolean) =>
      identityGraph({
        cognitoIdentityProviders: [
          { providerName: PROVIDER, clientId: WEB_ID, serverSideTokenCheck },
        ],
      });
    for (const [isChecked, status] of [
      [true, 400],
      [false, 200],
    ] as const) {
      const open = await serve(graph(isChecked));
      const { sub, idToken } = await person(open, "sam@example.com");
      equal((await getId(open, idToken)).status, 200);
      open.store.sessions.revokeAll(POOL_ID, sub);
      equal((await getId(open, idToken)).status, status);
      await open.close();
    }
  });

  describe("with two user pools", () => {
    const SECOND = "us-east-1_Second000";
    const CLIENT = "2h89qn2bfglbmvfebq9aaknqk0";
    const second = PROVIDER.replace(POOL_ID, SECOND);
    const graph = identityGraph(
      {
        cognitoIdentityProviders: [
          { providerName: PROVIDER, clientId: WEB_ID },
          { providerName: second, clientId: CLIENT },
        ],
      },
      pool({}, "second", SECOND),
      client({ userPoolId: SECOND }, CLIENT),
    );
    const getIdOf = (open: RunningPools, Logins: Record<string, string>) =>
      callIdentity(open, "GetId", { IdentityPoolId: IDENTITY_POOL_ID, Logins });

    it("C323: links logins that come together; each leads to the one identity then", async () => {
      const open = await serve(graph);
      const one = await person(open, "kim@example.com");
      const other = await person(open, "kim@example.org", CLIENT);
      const first = await getIdOf(open, { [PROVIDER]: one.idToken });
      const both = await getIdOf(open, { [PROVIDER]: one.idToken, [second]: other.idToken });
      deepEqual(both.body, first.body);
      deepEqual((await getIdOf(open, { [second]: other.idToken })).body, first.body);
      await open.close();
    });

    it("C323: refuses logins that lead to two identities", async () => {
      const open = await serve(graph);
      const one = await person(open, "kim@example.com");
      const other = await person(open, "lee@example.com", CLIENT);
      await getIdOf(open, { [PROVIDER]: one.idToken });
      await getIdOf(open, { [second]: other.idToken });
      const { body } = await getIdOf(open, { [PROVIDER]: one.idToken, [second]: other.idToken });
      equal(body["__type"], "ResourceConflictException");
      await open.close();
    });

    it("C323: links no second user of a provider", async () => {
      const open = await serve(graph);
      const one = await person(open, "kim@example.com");
      const eve = await person(open, "eve@example.com");
      const other = await person(open, "kim@example.org", CLIENT);
      await getIdOf(open, { [PROVIDER]: one.idToken, [second]: other.idToken });
      const { body } = await getIdOf(open, { [PROVIDER]: eve.idToken, [second]: other.idToken });
      equal(body["__type"], "ResourceConflictException");
      await open.close();
    });

    it("C315: refuses one pool's token under the other's name", async () => {
      const open = await serve(graph);
      const { idToken } = await person(open, "kim@example.com");
      const { body } = await getIdOf(open, { [second]: idToken });
      equal(body["message"], "Invalid login token. Issuer doesn't match providerName");
      await open.close();
    });
  });

  it("C157: names what is wrong with an input", async () => {
    const { body } = await callIdentity(pools, "GetId", {
      IdentityPoolId: "x",
      Logins: loginsOf("x"),
    });
    equal(body["__type"], "InvalidParameterException");
    match(
      body["message"],
      /'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression/,
    );
    const missing = await callIdentity(pools, "GetId", {});
    match(missing.body["message"], /Value null at 'identityPoolId'/);
    const wrong = await callIdentity(pools, "GetId", {
      IdentityPoolId: IDENTITY_POOL_ID,
      Logins: [1],
    });
    equal(wrong.body["__type"], "SerializationException");
  });

  it("C314: names a pool that is not there", async () => {
    const IdentityPoolId = "us-east-1:00000000-0000-4000-8000-000000000000";
    const { status, body } = await callIdentity(pools, "GetId", { IdentityPoolId });
    deepEqual(
      [status, body],
      refused(`IdentityPool '${IdentityPoolId}' not found.`, "ResourceNotFoundException"),
    );
  });

  it("C157, C158: names an operation that is not served, once it is signed if it has to be", async () => {
    const signed = {
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/cognito-identity/aws4_request, " +
        `SignedHeaders=host;x-amz-date, Signature=${"5".repeat(64)}`,
    };
    for (const name of [
      "GetOpenIdTokenForDeveloperIdentity",
      "DescribeIdentity",
      "ListIdentities",
      "CreateIdentityPool",
    ]) {
      const unsigned = await callIdentity(pools, name, {});
      equal(unsigned.body["__type"], "MissingAuthenticationTokenException");
      const { status, body } = await callIdentity(pools, name, {}, signed);
      deepEqual(
        [status, body],
        refused(`${name} is not served here.`, "UnknownOperationException"),
      );
    }
  });

  it("C318: keeps few of the identities that guests leave behind", () => {
    const { identities } = pools.store;
    const guest = (id: string, created: number) => ({
      id,
      pool: "p",
      isGuest: true,
      created,
      modified: created,
    });
    pools.store.transaction(() => {
      for (let count = 0; count < 10_001; count += 1) identities.add(guest(`g${count}`, count));
    });
    identities.link(guest("g0", 0), { provider: "x", subject: "y" }, 1);
    pools.store.sweep(pools.clock.now() + 120_000);
    equal(identities.byId("g0")?.isGuest, false);
    equal(identities.byId("g10000")?.isGuest, true);
    identities.add(guest("late", 10_001));
    pools.store.sweep(pools.clock.now() + 240_000);
    equal(identities.byId("g1"), undefined);
  });
});
