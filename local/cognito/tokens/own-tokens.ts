import { verify } from "node:crypto";
import type { UserPool } from "../pool.ts";
import { issuersOf, type Service } from "../service.ts";

/** Claims of a token by name. */
export type Claims = { readonly [name: string]: unknown };

/** A token that names one of the graph's pools as its issuer and one of the pool's keys. */
export interface OwnToken {
  readonly pool: UserPool;
  /** Not to be believed unless {@link isAuthentic}. */
  readonly claims: Claims;
  /** Whether the key signed it. */
  readonly isAuthentic: boolean;
}

/** Reads a token of one of the graph's pools, and checks its form and signature, nothing else. */
export async function readOwnToken(service: Service, token: string): Promise<OwnToken | undefined> {
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  const { alg, kid } = decoded(header) ?? {};
  const claims = decoded(payload);
  const pool = service.pools.find((candidate) =>
    Object.values(issuersOf(service, candidate)).some((issuer) => issuer === claims?.["iss"]),
  );
  if (rest.length > 0 || !claims || !pool || alg !== "RS256" || typeof kid !== "string") {
    return undefined;
  }
  const key = (await service.signing.keysOf(pool.id)).find(kid)?.key;
  if (!key) return undefined;
  const bytes = Buffer.from(signature, "base64url");
  const isCanonical = bytes.toString("base64url") === signature;
  const isAuthentic =
    isCanonical && verify("sha256", Buffer.from(`${header}.${payload}`), key, bytes);
  return { pool, claims, isAuthentic };
}

function decoded(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return value !== null && typeof value === "object" ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
