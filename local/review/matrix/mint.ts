import { createHmac, createPublicKey, type KeyObject, randomUUID, sign } from "node:crypto";

/** Claims by name; undefined takes one away. */
export type Claims = Readonly<Record<string, string | number | undefined>>;

/** Who signs a forged token. */
type Signer = "issuer" | "stranger" | "public key" | "nobody";

/** Makes the tokens of one route's cases. A token is good but for what is changed. */
export interface Mint {
  /** Seconds since 1970. */
  readonly now: number;
  /** An access token of the issuer (C12). */
  access(changes?: Claims): string;
  /** An ID token of the issuer: it has `aud` and no scope (C18). */
  id(): string;
  /** A good access token with another header or signature. */
  forged(forgery: { kid?: string | undefined; alg?: string; by: Signer }): string;
  /** A good access token whose claims were changed after it was signed. */
  changed(changes: Claims): string;
}

/** Whose tokens are made, and for whom. */
export interface MintArgs {
  readonly now: number;
  readonly issuer: string;
  /** One that the authorizer accepts. */
  readonly audience: string;
  /** What the route asks for; all are granted. */
  readonly scopes: readonly string[];
  /** The issuer's private key and its id. */
  readonly key: { readonly kid: string; readonly privateKey: KeyObject };
  /** A key that the issuer does not publish. */
  readonly stranger: KeyObject;
}

const LIFE_SECONDS = 300;

export function createMint(args: MintArgs): Mint {
  const { now, key } = args;
  const good = { kid: key.kid, alg: "RS256" };
  const issued = (claims: Claims): string => signed(good, claims, rsa(key.privateKey));
  return {
    now,
    access: (changes = {}) => issued({ ...accessClaims(args), ...changes }),
    id: () => issued(idClaims(args)),
    forged: ({ by, ...header }) =>
      signed({ ...good, ...header }, accessClaims(args), signatureBy(by, args)),
    changed(changes) {
      const [header, , signature] = issued(accessClaims(args)).split(".");
      return `${header}.${encode({ ...accessClaims(args), ...changes })}.${signature}`;
    },
  };
}

function accessClaims({ now, issuer, audience, scopes }: MintArgs): Claims {
  return {
    ...commonClaims(now, issuer),
    client_id: audience,
    token_use: "access",
    scope: ["openid", ...scopes].join(" "),
    username: "ada",
  };
}

function idClaims({ now, issuer, audience }: MintArgs): Claims {
  return {
    ...commonClaims(now, issuer),
    aud: audience,
    token_use: "id",
    "cognito:username": "ada",
    email: "ada@example.com",
  };
}

function commonClaims(now: number, issuer: string): Claims {
  const life = { auth_time: now, iat: now, exp: now + LIFE_SECONDS };
  return { sub: randomUUID(), iss: issuer, jti: randomUUID(), ...life };
}

type Signature = (text: string) => string;

function signatureBy(signer: Signer, { key, stranger }: MintArgs): Signature {
  if (signer === "nobody") return () => "";
  if (signer !== "public key") return rsa(signer === "issuer" ? key.privateKey : stranger);
  // The published key taken for a shared secret, as confused verifiers do.
  const secret = createPublicKey(key.privateKey).export({ type: "spki", format: "pem" });
  return (text) => createHmac("sha256", secret).update(text).digest("base64url");
}

function rsa(key: KeyObject): Signature {
  return (text) => sign("sha256", Buffer.from(text), key).toString("base64url");
}

function signed(header: Claims, claims: Claims, signature: Signature): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${signature(text)}`;
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
