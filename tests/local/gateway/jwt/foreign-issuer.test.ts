import assert from "node:assert/strict";
import { createPublicKey, type KeyObject } from "node:crypto";
import { type Clock, createClock } from "../../../../local/clock.ts";
import {
  foreignIssuerKeys,
  type ForeignIssuerKeys,
  type ForeignIssuerOptions,
} from "../../../../local/gateway/jwt/foreign-issuer.ts";
import { isFetchable } from "../../../../local/gateway/jwt/issuer-documents.ts";
import { openGateway } from "../support/gateway.ts";
import { apiWith, route } from "../support/graph.ts";
import { goodHeader, keys, token } from "../support/tokens.ts";

const issuer = "https://issuer.test";
const discovery = `${issuer}/.well-known/openid-configuration`;
const jwksUri = `${issuer}/oauth2/v1/keys`;

function jwks(...members: readonly (readonly [string, KeyObject])[]): string {
  const all = members.map(([kid, key]) => ({
    ...createPublicKey(key).export({ format: "jwk" }),
    kid,
  }));
  return JSON.stringify({ keys: all });
}

/** An issuer whose documents can be changed, and that counts how often it is asked. */
interface FakeIssuer {
  documents: Record<string, string | number>;
  fetched: string[];
  readonly inits: RequestInit[];
  readonly clock: Clock;
  readonly logged: string[];
  readonly keys: ForeignIssuerKeys;
}

function fakeIssuer(options: ForeignIssuerOptions = {}): FakeIssuer {
  const clock = createClock(() => 1_788_000_000_000);
  const logged: string[] = [];
  const fake: FakeIssuer = {
    documents: {
      [discovery]: JSON.stringify({ issuer, jwks_uri: jwksUri }),
      [jwksUri]: jwks(["k1", keys.k1]),
    },
    fetched: [],
    inits: [],
    clock,
    logged,
    keys: foreignIssuerKeys(issuer, clock, {
      log: (line) => logged.push(line),
      fetch: async (url, init) => {
        fake.fetched.push(url);
        fake.inits.push(init);
        const document = fake.documents[url];
        if (document === undefined) throw new Error("ECONNREFUSED");
        return typeof document === "number"
          ? new Response("", { status: document })
          : new Response(document);
      },
      ...options,
    }),
  };
  return fake;
}

async function has(fake: FakeIssuer, kid: string): Promise<boolean> {
  return (await fake.keys.find(kid)) !== undefined;
}

/** Warm keys, nothing fetched since. */
async function warmIssuer(options?: ForeignIssuerOptions): Promise<FakeIssuer> {
  const fake = fakeIssuer(options);
  await fake.keys.load();
  fake.fetched.length = 0;
  return fake;
}

describe("gateway: keys of a foreign issuer", () => {
  it("H83: come from the jwks_uri of the discovery document", async () => {
    const fake = fakeIssuer();
    assert.equal(await has(fake, "k1"), true);
    assert.deepEqual(fake.fetched, [discovery, jwksUri]);
  });

  it("T014: are found without a promise once they are known", async () => {
    const fake = await warmIssuer();
    assert.equal(fake.keys.find("k1") instanceof Promise, false);
  });

  it("T038: 1,000 requests at a cold cache share one fetch", async () => {
    const fake = fakeIssuer();
    const found = await Promise.all(Array.from({ length: 1_000 }, () => has(fake, "k1")));
    assert.equal(found.every(Boolean), true);
    assert.deepEqual(fake.fetched, [discovery, jwksUri]);
  });

  it("T015: an unknown kid, first ever, is one fetch", async () => {
    const fake = fakeIssuer();
    assert.equal(await has(fake, "nobody"), false);
    assert.equal(fake.fetched.filter((url) => url === jwksUri).length, 1);
  });

  it("T016, H298: 10,000 unknown kids in 10 s after a fetch are none, then one in 30 s", async () => {
    const fake = await warmIssuer();
    for (let count = 0; count < 10_000; count += 1) {
      if (count % 1_000 === 0) fake.clock.advance(1);
      assert.equal(fake.keys.find(`x${count}`), undefined);
    }
    assert.equal(fake.fetched.length, 0);
    fake.clock.advance(20);
    await Promise.all(Array.from({ length: 100 }, (_, index) => has(fake, `y${index}`)));
    assert.equal(fake.fetched.length, 1);
  });

  it("T017, F05: the same while the endpoint fails: 5 s, growing to 2 minutes", async () => {
    const fake = await warmIssuer();
    fake.documents[jwksUri] = 500;
    fake.clock.advance(31);
    const attempts: number[] = [];
    for (let second = 0; second < 600; second += 1) {
      const before = fake.fetched.length;
      await has(fake, `x${second}`);
      if (fake.fetched.length > before) attempts.push(second);
      assert.equal(await has(fake, "k1"), true);
      fake.clock.advance(1);
    }
    assert.deepEqual(attempts, [0, 5, 15, 35, 75, 155, 275, 395, 515]);
    assert.equal(fake.logged.length, attempts.length);
  });

  it("H298, F01: without a usable key at most one fetch a second, and recovery by itself", async () => {
    const fake = fakeIssuer();
    delete fake.documents[jwksUri];
    for (let count = 0; count < 50; count += 1) {
      assert.equal(await has(fake, "k1"), false);
      fake.clock.advance(0.1);
    }
    assert.equal(fake.fetched.filter((url) => url === jwksUri).length, 5);
    fake.documents[jwksUri] = jwks(["k1", keys.k1]);
    fake.clock.advance(1);
    assert.equal(await has(fake, "k1"), true);
  });

  it("T019: a new key beside the old one is found at the first unknown kid", async () => {
    const fake = await warmIssuer();
    fake.documents[jwksUri] = jwks(["k1", keys.k1], ["k2", keys.k2]);
    fake.clock.advance(31);
    assert.deepEqual([await has(fake, "k2"), await has(fake, "k1")], [true, true]);
  });

  it("T020, H84: a withdrawn key is forgotten within two hours", async () => {
    const fake = await warmIssuer();
    fake.documents[jwksUri] = jwks(["k2", keys.k2]);
    fake.clock.advance(3_500);
    assert.equal(await has(fake, "k1"), true);
    fake.clock.advance(3_701);
    assert.equal(await has(fake, "k1"), false);
  });

  it("H83, H84: a jwks_uri that moved is followed within two hours, though the old address still answers", async () => {
    const fake = await warmIssuer();
    const moved = `${issuer}/oauth2/v2/keys`;
    fake.documents[discovery] = JSON.stringify({ issuer, jwks_uri: moved });
    fake.documents[moved] = jwks(["k2", keys.k2]);
    fake.clock.advance(7_201);
    assert.deepEqual([await has(fake, "k2"), await has(fake, "k1")], [true, false]);
    assert.deepEqual(fake.fetched, [discovery, moved]);
  });

  it("H64, H84: a discovery document of another issuer is noticed within two hours, though the keys still answer", async () => {
    const fake = await warmIssuer();
    fake.documents[discovery] = JSON.stringify({ issuer: `${issuer}/v2`, jwks_uri: jwksUri });
    fake.clock.advance(7_201);
    assert.deepEqual([await has(fake, "k1"), fake.keys.isOfAnotherIssuer?.()], [false, true]);
  });

  it("H298: an unknown kid asks for the keys alone while the discovery document is young", async () => {
    const fake = await warmIssuer();
    fake.clock.advance(3_599);
    assert.equal(await has(fake, "k2"), false);
    assert.deepEqual(fake.fetched, [jwksUri]);
  });

  it("H83, H84: where the keys are is looked up again once they could not be fetched", async () => {
    const fake = await warmIssuer();
    const moved = `${issuer}/oauth2/v2/keys`;
    fake.documents[jwksUri] = 410;
    fake.documents[discovery] = JSON.stringify({ issuer, jwks_uri: moved });
    fake.documents[moved] = jwks(["k2", keys.k2]);
    fake.clock.advance(31);
    assert.equal(await has(fake, "k2"), false);
    fake.clock.advance(6);
    assert.equal(await has(fake, "k2"), true);
    assert.deepEqual(fake.fetched, [jwksUri, discovery, moved]);
  });

  it("H298: after a fetch that failed and one that did not, an unknown kid waits 30 s again", async () => {
    const fake = await warmIssuer();
    fake.documents[jwksUri] = 500;
    fake.clock.advance(31);
    assert.equal(await has(fake, "k2"), false);
    fake.documents[jwksUri] = jwks(["k1", keys.k1]);
    fake.clock.advance(6);
    assert.equal(await has(fake, "k2"), false);
    fake.fetched.length = 0;
    fake.clock.advance(29);
    assert.equal(await has(fake, "k2"), false);
    assert.deepEqual(fake.fetched, []);
    fake.clock.advance(1);
    assert.equal(await has(fake, "k2"), false);
    assert.deepEqual(fake.fetched, [jwksUri]);
  });

  it("H64, H84: the discovery document is not to blame for an unknown kid while the keys are believed", async () => {
    const fake = await warmIssuer();
    fake.documents[discovery] = JSON.stringify({ issuer: `${issuer}/v2`, jwks_uri: jwksUri });
    fake.clock.advance(3_601);
    assert.equal(await has(fake, "k2"), false);
    assert.deepEqual([await has(fake, "k1"), fake.keys.isOfAnotherIssuer?.()], [true, false]);
  });

  it("follows no redirect: the address is the configuration's, not the answer's", async () => {
    const fake = fakeIssuer();
    await fake.keys.load();
    assert.deepEqual(
      fake.inits.map(({ redirect }) => redirect),
      ["error", "error"],
    );
  });

  it("F04, H84: a dead endpoint refuses nobody for an hour and more, and everybody after two", async () => {
    const fake = await warmIssuer();
    delete fake.documents[jwksUri];
    for (let minute = 0; minute < 119; minute += 1) {
      assert.equal(await has(fake, "k1"), true);
      fake.clock.advance(60);
    }
    fake.clock.advance(61);
    assert.equal(await has(fake, "k1"), false);
  });

  const bad: readonly (readonly [string, string | number])[] = [
    [
      "T022: 150,001 bytes",
      `${jwks(["evil", keys.attacker]).slice(0, -1)},"x":"${"x".repeat(150_000)}"}`,
    ],
    ["T026: HTML", "<html>"],
    ["T026: {}", "{}"],
    ["K151: empty keys", '{"keys":[]}'],
    ["K145: a kid twice", jwks(["k1", keys.attacker], ["k1", keys.k1])],
    ["F04: a redirect", 302],
    ["F04: 500", 500],
  ];
  for (const [what, document] of bad) {
    it(`${what}: the last good keys stay`, async () => {
      const fake = await warmIssuer();
      const before = fake.keys.find("k1");
      fake.documents[jwksUri] = document;
      fake.clock.advance(31);
      assert.equal(await has(fake, "evil"), false);
      assert.equal(fake.keys.find("k1"), before);
      assert.equal(fake.logged.length, 1);
    });
  }

  it("H298, F08: a clock that steps back takes no keys and stops no fetching", async () => {
    const fake = await warmIssuer();
    fake.clock.advance(-7_200);
    assert.equal(await has(fake, "k1"), true);
    fake.documents[jwksUri] = jwks(["k1", keys.k1], ["k2", keys.k2]);
    assert.equal(await has(fake, "k2"), true);
    fake.clock.advance(7_201);
    assert.equal(await has(fake, "k1"), true);
  });

  it("H85: switch U6 keeps the set for two hours whatever is asked", async () => {
    const fake = await warmIssuer({ refetchUnknownKid: false });
    fake.documents[jwksUri] = jwks(["k2", keys.k2]);
    fake.clock.advance(7_199);
    assert.deepEqual([await has(fake, "k2"), await has(fake, "k1")], [false, true]);
    fake.clock.advance(1);
    assert.deepEqual([await has(fake, "k2"), await has(fake, "k1")], [true, false]);
  });

  it("F02, H87: an endpoint that never answers costs a request 1.5 s", async () => {
    const hanging = fakeIssuer({
      fetch: (_url, init) =>
        new Promise((_, reject) =>
          init.signal?.addEventListener("abort", () => reject(new Error("aborted"))),
        ),
    });
    const started = performance.now();
    assert.equal(await has(hanging, "k1"), false);
    assert.ok(performance.now() - started < 1_600);
  });

  it("H63, H64: load says what is wrong with the issuer", async () => {
    const fake = fakeIssuer();
    fake.documents[discovery] = JSON.stringify({ issuer: `${issuer}/`, jwks_uri: jwksUri });
    await assert.rejects(
      fake.keys.load(),
      /the issuer in the OIDC discovery endpoint does not match/,
    );
    delete fake.documents[discovery];
    await assert.rejects(fake.keys.load(), /openid-configuration could not be read/);
    fake.documents[discovery] = JSON.stringify({ issuer, jwks_uri: "http://169.254.169.254/keys" });
    await assert.rejects(fake.keys.load(), /neither https nor http on a loopback address/);
  });

  const addresses: readonly (readonly [string, boolean])[] = [
    ["https://a.test/x", true],
    ["http://localhost:8080/", true],
    ["http://127.0.0.1/", true],
    ["http://127.1.2.3/", true],
    ["http://[::1]:9/", true],
    ["http://a.test/", false],
    ["http://127.0.0.1.evil.test/", false],
    ["http://localhost.evil.test/", false],
    ["http://user@127.0.0.1/", false],
    ["http://169.254.169.254/", false],
    ["file:///etc/passwd", false],
    ["ftp://127.0.0.1/", false],
    ["not a url", false],
  ];
  for (const [url, want] of addresses) {
    it(`API7: ${url} may ${want ? "" : "not "}be fetched`, () =>
      assert.equal(isFetchable(url), want));
  }
});

describe("gateway: a route behind a foreign issuer", () => {
  it("H64: tells that the discovery document is of another issuer by now, until it is not", async () => {
    const fake = fakeIssuer();
    const own = fake.documents[discovery] ?? "";
    fake.documents[discovery] = JSON.stringify({ issuer: `${issuer}/v2`, jwks_uri: jwksUri });
    const gateway = await openGateway(apiWith(route("GET /x", { scopes: [] })), {
      keys: fake.keys,
    });
    const ask = async (): Promise<string | undefined> => {
      const headers = [["Authorization", token({ iss: issuer })]] as const;
      const reply = await gateway.send("GET", "/x", { headers });
      fake.clock.advance(1);
      return reply.status === 200 ? "200" : reply.headers["www-authenticate"];
    };
    const start = 'Bearer scope="" error="invalid_token" error_description=';
    const text = "the issuer in the OIDC discovery endpoint does not match";
    assert.ok((await ask())?.startsWith(`${start}"${text}`));
    fake.documents[discovery] = own;
    assert.equal(await ask(), "200");
    gateway.close();
  });

  it("waits for the keys once, H88: unreachable keys are 401", async () => {
    const fake = fakeIssuer();
    const graph = apiWith(route("GET /x", { scopes: ["api/read"] }));
    const gateway = await openGateway(graph, { keys: fake.keys });
    const accessToken = token({ iss: issuer }, goodHeader);
    const ask = (): Promise<{ status: number }> =>
      gateway.send("GET", "/x", { headers: [["Authorization", accessToken]] });
    const jwksDocument = fake.documents[jwksUri] ?? "";
    delete fake.documents[jwksUri];
    assert.equal((await ask()).status, 401);
    fake.documents[jwksUri] = jwksDocument;
    fake.clock.advance(1);
    assert.deepEqual([(await ask()).status, (await ask()).status], [200, 200]);
    gateway.close();
  });
});
