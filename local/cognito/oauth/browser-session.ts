import type { IncomingMessage } from "node:http";
import { hashOf, newSecret } from "../../secrets.ts";
import type { SamlSession } from "../federation/outcomes.ts";
import type { PoolContext } from "../service.ts";
import type { BrowserSession } from "../tables/browser-sessions.ts";
import type { User, UserStatus } from "../tables/users.ts";
import { clearCookie, readCookie, setCookie } from "./cookies.ts";

/** One hour from the interactive sign-in, not sliding (C32). */
const SESSION_SECONDS = 3600;

const MAY_STAY: ReadonlySet<UserStatus> = new Set(["CONFIRMED", "EXTERNAL_PROVIDER"]);

/** A browser's user, and when they last typed their password. */
export interface SignedInBrowser {
  readonly user: User;
  /** Milliseconds. */
  readonly authTime: number;
}

/** The session at a SAML provider that came with this browser's own, also for a user who may not stay. */
export function providerSession(
  context: PoolContext,
  request: IncomingMessage,
): ProviderSession | undefined {
  const { saml } = sessionOf(context, request) ?? {};
  return saml ? (JSON.parse(saml) as ProviderSession) : undefined;
}

/** Who is signed in at this browser: one session for all clients of the pool (C76). */
export function signedInBrowser(
  context: PoolContext,
  request: IncomingMessage,
): SignedInBrowser | undefined {
  const { service, pool } = context;
  const session = sessionOf(context, request);
  if (session?.pagesVersion !== pagesVersionOf(context)) return undefined; // C298
  const user = service.store.users.bySub(pool.id, session.sub);
  return user?.enabled && MAY_STAY.has(user.status)
    ? { user, authTime: session.authTime }
    : undefined;
}

/** Who signs in, and what their SAML provider calls that. */
export interface BrowserSignIn {
  readonly user: User;
  readonly saml?: ProviderSession | undefined;
}

/** A session that there is at a SAML provider too. */
export type ProviderSession = SamlSession & { readonly provider: string };

/** Starts a session of this browser, in place of an earlier one, and returns its cookie. */
export function startBrowserSession(
  context: PoolContext,
  request: IncomingMessage,
  { user, saml }: BrowserSignIn,
): { readonly browser: SignedInBrowser; readonly cookie: string } {
  const { service, pool } = context;
  const value = newSecret();
  const authTime = service.clock.now();
  service.store.transaction(() => {
    forget(context, request);
    service.store.browser.add(hashOf(value), {
      pool: pool.id,
      sub: user.sub,
      pagesVersion: pagesVersionOf(context),
      authTime,
      expires: authTime + SESSION_SECONDS * 1000,
      saml: saml ? JSON.stringify(saml) : null,
    });
  });
  const cookie = setCookie(context, "cognito", { value, maximumAge: SESSION_SECONDS });
  return { browser: { user, authTime }, cookie };
}

/** Ends this browser's session for good and returns the header that takes its cookie back (C93). */
export function endBrowserSession(context: PoolContext, request: IncomingMessage): string {
  forget(context, request);
  return clearCookie(context, "cognito");
}

function sessionOf(context: PoolContext, request: IncomingMessage): BrowserSession | undefined {
  const { service, pool } = context;
  const secret = readCookie(context, request, "cognito");
  const session = secret === undefined ? undefined : service.store.browser.find(hashOf(secret));
  const isCurrent = session?.pool === pool.id && service.clock.now() < session.expires;
  return isCurrent ? session : undefined;
}

function forget(context: PoolContext, request: IncomingMessage): void {
  const earlier = readCookie(context, request, "cognito");
  if (earlier !== undefined) context.service.store.browser.remove(hashOf(earlier));
}

/** Version of the pool's pages; one is as good as the other where there is no domain and so no page. */
function pagesVersionOf({ pool }: PoolContext): number {
  return pool.domain?.version ?? 1;
}
