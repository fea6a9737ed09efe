import assert from "node:assert/strict";
import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
} from "node:crypto";
import { createClock } from "../../../../local/clock.ts";
import { foreignIssuerKeys } from "../../../../local/gateway/jwt/foreign-issuer.ts";
import { using } from "../support/gateway.ts";
import { apiWith, route } from "../support/graph.ts";
import {
  accessClaims,
  encode,
  goodHeader,
  keys,
  now,
  signParts,
  token,
} from "../support/tokens.ts";

const issuer = "https://issuer.test";
const graph = apiWith(route("GET /x", { scopes: ["api/read"] }));

/** Status of the route for each token in turn, each half a minute later, while its issuer publishes these texts. */
async function statusesWith(...turns: readonly (readonly [string, string])[]): Promise<number[]> {
  let published = "";
  const clock = createClock(() => now * 1000);
  const foreign = foreignIssuerKeys(issuer, clock, {
    fetch: async (url) =>
      new Response(
        url.endsWith("/keys") ? published : JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }),
      ),
  });
  const statuses: number[] = [];
  await using(graph, { keys: foreign }, async (gateway) => {
    for (const [text, accessToken] of turns) {
      published = text;
      clock.advance(31);
      const headers = [["Authorization", `Bearer ${accessToken}`]] as const;
      statuses.push((await gateway.send("GET", "/x", { headers })).status);
    }
  });
  return statuses;
}

function jwk(kid: string, key: KeyObject = keys.k1, changes: object = {}): object {
  return { ...createPublicKey(key).export({ format: "jwk" }), kid, use: "sig", ...changes };
}

const setOf = (...members: readonly object[]): string => JSON.stringify({ keys: members });
const signed = (key: KeyObject, kid = "k1", alg = "RS256"): string =>
  signParts(
    encode({ kid, alg }),
    encode(accessClaims({ iss: issuer })),
    key,
    alg.replace("RS", "sha"),
  );
const good = token({ iss: issuer });
const goodSet = setOf(jwk("k1"));
const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const rs256 = { alg: "RS256" };

/** A token signed with a published secret. */
function hmacToken(secret: string): string {
  const parts = `${encode({ kid: "o", alg: "HS256" })}.${encode(accessClaims({ iss: issuer }))}`;
  return `${parts}.${createHmac("sha256", secret).update(parts).digest("base64url")}`;
}

/** A signature that needs no key where the exponent is 1: the padded digest itself. */
function exponentOneToken(): string {
  const parts = `${encode(goodHeader)}.${encode(accessClaims({ iss: issuer }))}`;
  const info = Buffer.from("3031300d060960864801650304020105000420", "hex");
  const end = Buffer.concat([info, hash("sha256", parts, "buffer")]);
  const fill = Buffer.alloc(256 - 3 - end.length, 0xff);
  const block = Buffer.concat([Buffer.from([0, 1]), fill, Buffer.from([0]), end]);
  return `${parts}.${block.toString("base64url")}`;
}

describe("gateway: published keys over HTTP", () => {
  const rows: readonly (readonly [string, string, string, string, 200 | 401])[] = [
    ["J001", "a good set", goodSet, good, 200],
    ["K144", "a key of 1,024 bits", setOf(jwk("k1", weak)), signed(weak), 401],
    [
      "K145",
      "one kid twice, signed by the second",
      setOf(jwk("k1"), jwk("k1", keys.attacker)),
      signed(keys.attacker),
      401,
    ],
    [
      "K145",
      "one kid twice, signed by the first",
      setOf(jwk("k1"), jwk("k1", keys.attacker)),
      good,
      401,
    ],
    ["K147", "RS512 by a key without alg", goodSet, signed(keys.k1, "k1", "RS512"), 200],
    [
      "K147",
      "RS512 by a key of RS256",
      setOf(jwk("k1", keys.k1, rs256)),
      signed(keys.k1, "k1", "RS512"),
      401,
    ],
    [
      "K149",
      "a secret among the keys",
      setOf({ kty: "oct", kid: "o", k: encode("secret") }, jwk("k1")),
      hmacToken("secret"),
      401,
    ],
    [
      "K149",
      "the RSA key beside a secret",
      setOf({ kty: "oct", kid: "o", k: encode("secret") }, jwk("k1")),
      good,
      200,
    ],
    ["K151", "no keys", setOf(), good, 401],
    ["K153", "exponent 1", setOf(jwk("k1", keys.k1, { e: "AQ" })), exponentOneToken(), 401],
    ["T026", "a web page", "<html></html>", good, 401],
    ["T026", "an object without keys", "{}", good, 401],
    ["T026", "keys that are no list", '{"keys":{}}', good, 401],
    ["T026", "10,000 keys", setOf(...Array.from({ length: 10_000 }, () => ({}))), good, 401],
    ["T026", "a key with __proto__", goodSet.replace('{"kty"', '{"__proto__":{},"kty"'), good, 401],
    ["T022", "150,001 bytes", goodSet + " ".repeat(150_001 - goodSet.length), good, 401],
    ["T022", "150,000 bytes", goodSet + " ".repeat(150_000 - goodSet.length), good, 200],
  ];
  for (const [id, what, published, accessToken, want] of rows) {
    it(`${id}: ${what} → ${want}`, async () => {
      assert.deepEqual(await statusesWith([published, accessToken]), [want]);
    });
  }

  for (const [id, what, published, accessToken, want] of rows) {
    if (want === 200 || accessToken !== good) continue;
    it(`${id}: ${what}, fetched for an unknown kid → the last good set stays`, async () => {
      const unknown = signed(keys.attacker, "nobody");
      const turns = [goodSet, published, published].map(
        (text, index) => [text, index === 1 ? unknown : good] as const,
      );
      assert.deepEqual(await statusesWith(...turns), [200, 401, 200]);
    });
  }
});
