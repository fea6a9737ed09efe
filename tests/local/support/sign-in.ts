import { createHash, randomBytes } from "node:crypto";
import type { ReadyLine } from "../../../local/ready-line.ts";

/** What the token endpoint answers. */
export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

export const PASSWORD = "Correct-Horse-42!";

/** A browser without a screen: keeps cookies, follows redirects by hand, fills forms. */
export class PageClient {
  readonly #cookies = new Map<string, string>();

  async get(url: string): Promise<{ response: Response; body: string; url: string }> {
    return this.#follow(url, { method: "GET" });
  }

  /** Posts the first form of the page with these fields over its own. */
  async submit(page: { body: string; url: string }, fields: Record<string, string>) {
    const action = /<form[^>]*action="([^"]*)"/.exec(page.body)?.[1] ?? page.url;
    const csrf = /name="_csrf"[^>]*value="([^"]*)"/.exec(page.body)?.[1] ?? "";
    const url = new URL(action.replaceAll("&amp;", "&"), page.url).href;
    return this.#follow(url, {
      method: "POST",
      body: new URLSearchParams({ _csrf: csrf, ...fields }),
    });
  }

  async #follow(url: string, init: RequestInit) {
    let response = await this.#send(url, init);
    let at = url;
    for (let hops = 0; response.status >= 300 && response.status < 400 && hops < 5; hops += 1) {
      const next = new URL(response.headers.get("location") ?? "", at).href;
      // A redirect that leaves the pool's origin is the callback: the client takes over there.
      if (new URL(next).origin !== new URL(at).origin) return { response, body: "", url: next };
      at = next;
      response = await this.#send(at, { method: "GET" });
    }
    return { response, body: await response.text(), url: at };
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { ...init, redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";", 1)[0]?.split(/=(.*)/s) ?? [];
      if (value === "" || /max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

/** An authorization request with PKCE, and what redeems its code. */
export function authorizationRequest(
  ready: ReadyLine,
  scope = "openid email orders/read",
  redirectUri = String(ready.outputs["url"]),
) {
  const [pool] = ready.userPools;
  const [client] = pool?.clients ?? [];
  if (!pool?.domain || !client)
    throw new Error("The program has no pool with a domain and a client.");
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: client.id,
    redirect_uri: redirectUri,
    scope,
    state: "s1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  return {
    url: `${pool.domain}/oauth2/authorize?${query}`,
    async redeem(code: string): Promise<Response> {
      return fetch(`${pool.domain}/oauth2/token`, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "authorization_code",
          client_id: client.id,
          redirect_uri: redirectUri,
          code,
          code_verifier: verifier,
        }),
      });
    },
  };
}

/** The code of the latest message to an address. */
export async function codeFor(ready: ReadyLine, address: string): Promise<string> {
  const answer = await fetch(`${ready.control}/messages?to=${encodeURIComponent(address)}`);
  const { messages } = (await answer.json()) as { messages: { code: string | null }[] };
  const code = messages.at(-1)?.code;
  if (!code) throw new Error(`No code was sent to ${address}.`);
  return code;
}

/** Signs a new user up on the pages and redeems the code that they end with. */
export async function signUp(
  ready: ReadyLine,
  address: string,
  request = authorizationRequest(ready),
): Promise<Tokens> {
  const pages = new PageClient();
  const login = await pages.get(request.url);
  const link = /href="([^"]*\/signup[^"]*)"/.exec(login.body)?.[1] ?? "";
  const form = await pages.get(new URL(link.replaceAll("&amp;", "&"), login.url).href);
  const confirm = await pages.submit(form, { username: address, password: PASSWORD });
  const done = await pages.submit(confirm, { code: await codeFor(ready, address) });
  const code = new URL(done.url).searchParams.get("code") ?? "";
  const tokens = await request.redeem(code);
  return (await tokens.json()) as Tokens;
}
