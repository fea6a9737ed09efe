import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { jwtVerify } from "jose";
import { type JwtRules, scopesAllow, verifyJwt } from "../../../../local/gateway/jwt/verify-jwt.ts";
import { defaultSwitches } from "../../../../local/gateway/switches.ts";
import { clientId, issuer } from "../support/graph.ts";
import { hostileTokens } from "../support/hostile-tokens.ts";
import { Random } from "../support/random.ts";
import {
  accessClaims,
  encode,
  keys,
  now,
  poolKeys,
  signParts,
  testIssuer,
  token,
  verificationKey,
} from "../support/tokens.ts";

const rules: JwtRules = { audiences: [clientId], keys: poolKeys, switches: defaultSwitches };
const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \t%,"];

/** Status that a route with scope `api/read` would answer with. */
function statusOf(text: string, changed = rules): number {
  const verdict = verifyJwt(text, changed, now);
  if (verdict instanceof Promise) throw new Error("keys that are known need no promise");
  if (!verdict.ok) return 401;
  return scopesAllow(["api/read"], verdict.scopes) ? 200 : 403;
}

describe("gateway: properties of the verifier", () => {
  it("no change of one bit of a good token passes", () => {
    const bytes = Buffer.from(token(), "latin1");
    const accepted: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (statusOf(changed.toString("latin1")) !== 401) accepted.push(bit);
    }
    assert.deepEqual(accepted, []);
  });

  it("no change of one byte of the decoded header or payload passes", () => {
    const random = new Random(1);
    const [head = "", body = "", signature = ""] = token().split(".");
    const changedPart = (part: string, at: number): string => {
      const bytes = Buffer.from(part, "base64url");
      bytes[at] = ((bytes[at] ?? 0) + 1 + random.below(255)) % 256;
      return bytes.toString("base64url");
    };
    const changed = [
      ...[...Buffer.from(head, "base64url").keys()].map((at) => `${changedPart(head, at)}.${body}`),
      ...[...Buffer.from(body, "base64url").keys()].map((at) => `${head}.${changedPart(body, at)}`),
    ];
    assert.deepEqual(
      changed.filter((signed) => statusOf(`${signed}.${signature}`) !== 401),
      [],
    );
  });

  it("an accepted token has one spelling: 10,000 random edits of a good one are refused", () => {
    const random = new Random(2);
    const good = token();
    const accepted: string[] = [];
    for (let count = 0; count < 10_000; count += 1) {
      const edited = editOf(good, random);
      if (edited !== good && statusOf(edited) !== 401) accepted.push(edited);
    }
    assert.deepEqual(accepted, []);
  });

  it("random texts are refused, whatever their form", () => {
    const random = new Random(3);
    for (let count = 0; count < 5_000; count += 1) {
      const made = [randomHeader(random), random.text(20), random.text(20)];
      const text = random.once(2)
        ? made.map((part) => encode(part)).join(".")
        : random.list(6, () => random.text(12)).join(".");
      assert.equal(statusOf(text), 401, text);
    }
  });

  it("signed payloads of random JSON are 401 or 403, or good in every claim", () => {
    const random = new Random(4);
    for (let count = 0; count < 500; count += 1) {
      const [name, value] = [random.pick(claimNames), randomValue(random)];
      const claims = { ...accessClaims(), [name]: value };
      const status = statusOf(signParts(encode({ kid: "k1", alg: "RS256" }), encode(claims)));
      const isFree = ["username", "token_use", "custom:x"].includes(name);
      if (isFree) assert.equal(status, 200, `${name} ${JSON.stringify(value)}`);
      else if (status === 200) assert.ok(isGood(name, value), `${name} ${JSON.stringify(value)}`);
    }
  });

  it("jose accepts what the verifier accepts", async () => {
    const accepted = hostileTokens(testIssuer).filter(({ want }) => want !== 401);
    assert.ok(accepted.length > 40);
    for (const { id, token: text } of accepted) {
      const key = verificationKey(id === "J037" ? keys.k2 : keys.k1).key;
      const { payload } = await jwtVerify(text, key, {
        issuer,
        algorithms: ["RS256"],
        currentDate: new Date(now * 1000),
        // It knows no fraction of now, and takes one of `nbf` for the future (J066f).
        clockTolerance: 1,
      });
      assert.equal(payload.iss, issuer, id);
    }
  });

  it("10,000 random good tokens of the claim shapes that Cognito issues are never refused", () => {
    // A short key, since it is the claims that vary: signing with one of 2,048 bits would take ten times as long.
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const key = verificationKey(privateKey);
    const short = { ...rules, keys: { issuers: [issuer], find: () => key } };
    const random = new Random(5);
    for (let count = 0; count < 10_000; count += 1) {
      const claims = cognitoClaims(random);
      const text = signParts(encode({ kid: "k", alg: "RS256" }), encode(claims), privateKey);
      assert.equal(statusOf(text, short), 200, JSON.stringify(claims));
    }
  });

  it("accepts white space and any order of members", () => {
    const payload = encode(JSON.stringify(accessClaims(), null, 2));
    const header = encode('{ "alg" : "RS256",\n "kid" : "k1" }');
    assert.equal(statusOf(signParts(header, payload)), 200);
  });
});

/** Inserts, takes out, replaces, doubles or swaps a piece. */
function editOf(text: string, random: Random): string {
  const at = random.below(text.length);
  const end = Math.min(text.length, at + 1 + random.below(8));
  const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  return random.pick([
    () => before + random.pick(alphabet) + piece + after,
    () => before + after,
    () => before + random.pick(alphabet) + piece.slice(1) + after,
    () => before + piece + piece + after,
    () => before + [...piece].reverse().join("") + after,
    () => after + before + piece,
    () => text.replace(random.pick(alphabet), random.pick(alphabet)),
  ])();
}

function randomHeader(random: Random): string {
  const alg = random.pick(["RS256", "none", "HS256", "RS512", 1, null]);
  return JSON.stringify({ alg, kid: random.pick(["k1", "k2", "", "__proto__", 7]) });
}

const claimNames = [
  ["iss", "aud", "client_id", "exp", "iat", "nbf", "scope", "scp", "sub"],
  ["username", "token_use", "custom:x"],
].flat();

function randomValue(random: Random, depth = 0): unknown {
  return random.pick<() => unknown>([
    () => null,
    () => random.once(2),
    () => random.below(3_600_000_000),
    () => random.below(1_000) / 8 - 60,
    () => random.text(30),
    () => random.pick([issuer, clientId, "api/read", "", "0"]),
    () => (depth > 2 ? [] : random.list(3, () => randomValue(random, depth + 1))),
    () => (depth > 2 ? {} : { [random.text(4)]: randomValue(random, depth + 1) }),
  ])();
}

/** Whether a token with this one claim changed may pass, said once more in other words. */
function isGood(name: string, value: unknown): boolean {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const isTime = typeof value === "number" && Math.floor(value) <= now;
  const passing: Readonly<Record<string, boolean>> = {
    iss: value === issuer,
    aud: list.includes(clientId),
    client_id: value === clientId,
    exp: typeof value === "number" && value > now && value <= now + 86_700,
    iat: isTime,
    nbf: isTime,
    scope: typeof value === "string" && value.split(" ").includes("api/read"),
    scp:
      value === null ||
      (Array.isArray(value) ? list : String(value).split(" ")).includes("api/read"),
    sub: typeof value === "string",
  };
  return passing[name] ?? false;
}

/** Claims of an access or ID token, with everything that a pool, its users or a pre-token trigger may put in. */
function cognitoClaims(random: Random): Record<string, unknown> {
  const text = (): string => random.text(24);
  const own = Object.fromEntries(
    random.list(4, (index) => [
      `custom:${random.pick(["tenant", "plan", "中", "a b", '"'])}${index}`,
      random.pick<() => unknown>([
        text,
        () => random.below(1e9),
        () => random.once(2),
        () => null,
        () => random.list(3, text),
        () => ({ [text()]: text(), n: [random.below(9)] }),
      ])(),
    ]),
  );
  const kind = random.once(3)
    ? {
        token_use: "id",
        aud: clientId,
        client_id: undefined,
        scp: ["api/read"],
        ...idClaims(random),
      }
    : {
        scope: random.pick([
          "api/read",
          "openid api/read",
          "aws.cognito.signin.user.admin api/read",
        ]),
      };
  return {
    ...accessClaims({ username: text(), "cognito:groups": random.list(4, text) }),
    ...kind,
    ...own,
    ...(random.once(2) ? { version: 2, device_key: `eu-west-1_${random.below(1e9)}` } : {}),
    ...(random.once(4) ? { sub: clientId, username: undefined, aud: clientId } : {}),
    ...(random.once(4) ? { aud: ["https://api.example.com", clientId] } : {}),
    exp: now + 300 + random.below(86_100),
    iat: now - random.below(300),
  };
}

function idClaims(random: Random): Record<string, unknown> {
  return {
    "cognito:username": random.text(24),
    email: `${random.text(9)}@example.com`,
    email_verified: random.once(2),
    phone_number_verified: random.once(2),
    nonce: random.text(12),
    at_hash: "LHqY9Y7eP0bR8rTfS7q5SQ",
    address: { formatted: random.text(20) },
    identities: random.list(2, () => ({
      userId: String(random.below(1e9)),
      providerName: random.text(9),
      primary: "true",
      dateCreated: String(now * 1000),
    })),
    "cognito:roles": random.list(2, () => `arn:aws:iam::123456789012:role/${random.below(99)}`),
    "cognito:preferred_role": "arn:aws:iam::123456789012:role/x",
  };
}
