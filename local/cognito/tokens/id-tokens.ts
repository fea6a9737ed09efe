import { type Claims, readOwnToken } from "./own-tokens.ts";
import type { Service } from "../service.ts";

/** An ID token of one of the graph's pools, for those who take it as a proof of who signed in. */
export interface IdToken {
  /** Its pool as identity pools name it: `cognito-idp.REGION.amazonaws.com/POOLID`, whatever form its issuer has. */
  readonly provider: string;
  /** Not to be believed unless {@link isAuthentic}; expiry and audience are the reader's to check. */
  readonly claims: Claims;
  readonly isAuthentic: boolean;
  /** Whether the user was signed out, disabled or deleted since. */
  isRevoked(): boolean;
}

/** Reads a token of one of the graph's pools; undefined when it names none of them. */
export async function readIdToken(service: Service, token: string): Promise<IdToken | undefined> {
  const read = await readOwnToken(service, token);
  if (!read) return undefined;
  const { pool, claims, isAuthentic } = read;
  return {
    provider: `cognito-idp.${pool.region}.amazonaws.com/${pool.id}`,
    claims,
    isAuthentic,
    isRevoked: () => {
      const session = service.store.sessions.byEvent(String(claims["event_id"]));
      const user = session && service.store.users.bySub(pool.id, session.sub);
      return !session || session.revoked || !user?.enabled;
    },
  };
}
