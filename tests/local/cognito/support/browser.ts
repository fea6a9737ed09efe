import { EMAIL, type Loose, PASSWORD } from "./json-api.ts";
import { CALLBACK, WEB_ID } from "./graph.ts";
import type { RunningPools } from "./running-pools.ts";

/** A page or redirect that a browser got. */
export interface Loaded {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where the redirect leads, absolute; empty for a page. */
  readonly location: string;
}

/** A browser of few talents: it keeps cookies, fills in `_csrf`, and follows redirects on its own origin if asked. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #origin: string;

  constructor({ origin }: Pick<RunningPools, "origin">) {
    this.#origin = origin;
  }

  async load(path: string, init: RequestInit = {}): Promise<Loaded> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(path, this.#origin), {
      ...init,
      redirect: "manual",
      headers: { ...(cookie !== "" && { cookie }), ...init.headers },
    });
    for (const header of response.headers.getSetCookie()) this.#keep(header);
    const location = response.headers.get("location");
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? "" : new URL(location, this.#origin).href,
    };
  }

  /** Loads and follows redirects while they stay on the origin. */
  async open(path: string): Promise<Loaded> {
    let loaded = await this.load(path);
    while (loaded.location.startsWith(this.#origin)) loaded = await this.load(loaded.location);
    return loaded;
  }

  /** Posts a form with the token of the cookie, as the page would. */
  post(path: string, fields: Record<string, string>): Promise<Loaded> {
    const csrf = this.cookies.get("XSRF-TOKEN") ?? "";
    const body = new URLSearchParams({ _csrf: csrf, ...fields });
    return this.load(path, { method: "POST", body });
  }

  #keep(header: string): void {
    const [pair = "", ...attributes] = header.split("; ");
    const at = pair.indexOf("=");
    if (attributes.includes("Max-Age=0")) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

// RFC 7636 appendix B.
export const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
export const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** The query of an authorize request with PKCE; undefined leaves a parameter out. */
export function flowQuery(changes: Record<string, string | undefined> = {}): string {
  const parameters: Record<string, string | undefined> = {
    client_id: WEB_ID,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid email",
    state: "some-state",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...changes,
  };
  const kept = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return new URLSearchParams(kept as [string, string][]).toString();
}

/** Posts to the token endpoint. */
export async function requestToken(
  { origin }: Pick<RunningPools, "origin">,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Loose }> {
  const body = new URLSearchParams(fields);
  const response = await fetch(`${origin}/oauth2/token`, { method: "POST", headers, body });
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(await response.text()),
  };
}

/** Signs in on the pages as the user of the examples and redeems the code. */
export async function tokensByBrowser(
  pools: Pick<RunningPools, "origin">,
  changes: Record<string, string | undefined> = {},
): Promise<{ access_token: string; id_token: string; refresh_token: string }> {
  const browser = new Browser(pools);
  const query = flowQuery(changes);
  await browser.open(`/oauth2/authorize?${query}`);
  const credentials = { username: EMAIL, password: PASSWORD };
  const { location } = await browser.post(`/login?${query}`, credentials);
  const { body } = await requestToken(pools, {
    grant_type: "authorization_code",
    client_id: WEB_ID,
    redirect_uri: CALLBACK,
    code: new URL(location).searchParams.get("code") ?? "",
    code_verifier: VERIFIER,
  });
  return body;
}
