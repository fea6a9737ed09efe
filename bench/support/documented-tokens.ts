import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from "node:crypto";

/** Private keys of an issuer: the first is published for RS256, the second for any algorithm, the others not at all. */
export interface SigningKeys {
  readonly first: KeyObject;
  readonly second: KeyObject;
  readonly unpublished: KeyObject;
  readonly elliptic: KeyObject;
}

/** What a token differs in from a good one. */
export interface TokenChanges {
  /** `undefined` takes a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Members over `alg` and `kid`; `undefined` takes one out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Payload in place of the claims. */
  readonly payload?: string;
  readonly key?: keyof SigningKeys;
}

/** Makes tokens of one issuer for one client. */
export interface TokenMaker {
  /** Seconds since 1970. */
  readonly now: number;
  token(changes?: TokenChanges): string;
  /** A token with `alg` `none` and no signature. */
  unsigned(): string;
  /** A token signed with the first public key as the secret. */
  hmac(): string;
}

export function signingKeys(): SigningKeys {
  const rsa = (): KeyObject => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  return { first: rsa(), second: rsa(), unpublished: rsa(), elliptic };
}

/** The issuer's key set. */
export function publishedKeys({ first, second }: SigningKeys): object {
  const jwk = (key: KeyObject): object => createPublicKey(key).export({ format: "jwk" });
  return {
    keys: [
      { ...jwk(first), kid: "first", use: "sig", alg: "RS256" },
      { ...jwk(second), kid: "second", use: "sig" },
    ],
  };
}

const DIGESTS: Readonly<Record<string, string>> = { RS384: "sha384", RS512: "sha512" };

export function tokenMaker(keys: SigningKeys, issuer: string, clientId: string): TokenMaker {
  const now = Math.floor(Date.now() / 1000);
  const good = {
    sub: randomUUID(),
    iss: issuer,
    client_id: clientId,
    token_use: "access",
    scope: "openid api/read",
    auth_time: now,
    exp: now + 3_600,
    iat: now,
    jti: randomUUID(),
    username: "ada",
  };
  const encode = (text: string): string => Buffer.from(text).toString("base64url");
  const partsOf = (header: object, payload: string): string =>
    `${encode(JSON.stringify(header))}.${encode(payload)}`;
  return {
    now,
    token: ({ claims = {}, header = {}, payload, key = "first" } = {}) => {
      const members = { alg: "RS256", kid: key, ...header };
      const signed = partsOf(members, payload ?? JSON.stringify({ ...good, ...claims }));
      const digest = DIGESTS[members.alg] ?? "sha256";
      const by = { key: keys[key], dsaEncoding: "ieee-p1363" } as const;
      return `${signed}.${sign(digest, Buffer.from(signed), by).toString("base64url")}`;
    },
    unsigned: () => `${partsOf({ alg: "none", kid: "first" }, JSON.stringify(good))}.`,
    hmac: () => {
      const signed = partsOf({ alg: "HS256", kid: "first" }, JSON.stringify(good));
      const secret = createPublicKey(keys.first).export({ type: "spki", format: "pem" });
      return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
    },
  };
}
