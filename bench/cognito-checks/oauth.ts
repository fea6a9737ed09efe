import { deepEqual, equal, match } from "node:assert/strict";
import { createHash } from "node:crypto";
import { PageClient } from "../../tests/local/support/sign-in.ts";
import { CALLBACK } from "../support/pools-program.ts";
import { Accepted, type Check, type Loose, person, type World } from "./check.ts";

const VERIFIER = "verifier-of-the-bench-0123456789-0123456789-0123456789";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

const authorizeUrl = ({ endpoint, clients }: World, more: Record<string, string> = {}): string => {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clients.web.id,
    redirect_uri: CALLBACK,
    scope: "openid email",
    state: "s1",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...more,
  });
  return `${endpoint}/oauth2/authorize?${query}`;
};

/** Signs a new person in on the pages. @returns where it ended */
async function atPages(world: World, password?: string) {
  const who = await person(world);
  const pages = new PageClient();
  const login = await pages.get(authorizeUrl(world));
  const fields = { username: who.email, password: password ?? who.password };
  const done = await pages.submit(login, fields);
  return { pages, who, done, code: URL.parse(done.url)?.searchParams.get("code") ?? "" };
}

interface Answer {
  readonly status: number;
  readonly body: Loose;
}

async function token(
  { endpoint }: World,
  fields: Record<string, string>,
  authorization?: string,
): Promise<Answer> {
  const response = await fetch(`${endpoint}/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: authorization === undefined ? {} : { authorization },
  });
  return { status: response.status, body: JSON.parse((await response.text()) || "{}") };
}

const redeem = (world: World, code: string, more: Record<string, string> = {}) =>
  token(world, {
    grant_type: "authorization_code",
    client_id: world.clients.web.id,
    redirect_uri: CALLBACK,
    code,
    code_verifier: VERIFIER,
    ...more,
  });

async function pageTokens(world: World) {
  const { code, who } = await atPages(world);
  const { status, body } = await redeem(world, code);
  equal(status, 200);
  return { who, tokens: body };
}

const machine = (world: World, secret: string) => {
  const pair = Buffer.from(`${world.clients.machine.id}:${secret}`).toString("base64");
  return token(world, { grant_type: "client_credentials", scope: "orders/read" }, `Basic ${pair}`);
};

/** Expects an OAuth error. @throws {Accepted} when tokens were given */
function refusedToken({ status, body }: Answer, error: string): void {
  if (body.access_token) throw new Accepted("Tokens were given.");
  deepEqual([status, body.error], [400, error]);
}

/** Discovery, endpoints and pages (3, 4). */
export const OAUTH_CHECKS: readonly Check[] = [
  {
    name: "C61: discovery",
    async run({ endpoint, people }) {
      const answer = await fetch(`${endpoint}/${people}/.well-known/openid-configuration`);
      const { issuer, response_types_supported: types } = (await answer.json()) as Loose;
      equal(issuer, `https://cognito-idp.us-east-1.amazonaws.com/${people}`);
      deepEqual(types, ["code", "token"]);
    },
  },
  {
    name: "C10: two published keys",
    async run({ endpoint, people }) {
      const answer = await fetch(`${endpoint}/${people}/.well-known/jwks.json`);
      equal(((await answer.json()) as Loose).keys.length, 2);
    },
  },
  {
    name: "C64: authorize leads to the sign-in page",
    async run(world) {
      const answer = await fetch(authorizeUrl(world), { redirect: "manual" });
      equal(answer.status, 302);
      match(answer.headers.get("location") ?? "", /\/login\?/);
    },
  },
  {
    name: "C89: the page asks for name and password",
    async run(world) {
      const { body } = await new PageClient().get(authorizeUrl(world));
      match(body, /<input[^>]*name="username"/);
      match(body, /<input[^>]*name="password"/);
    },
  },
  {
    name: "C74: signing in leads back with a code and the state",
    async run(world) {
      const { done, code } = await atPages(world);
      equal(done.url.startsWith(`${CALLBACK}?`), true);
      equal(new URL(done.url).searchParams.get("state"), "s1");
      match(code, /^[0-9a-f-]{36}$/);
    },
  },
  {
    name: "C89: a wrong password gives no code",
    async run(world) {
      const { done, code } = await atPages(world, "Another-Horse-7-Battery");
      if (code) throw new Accepted("A code was given.");
      equal(done.response.status, 200);
    },
  },
  {
    name: "C65: an unknown client gets no redirect",
    async run(world) {
      const url = authorizeUrl(world, { client_id: "unknown" });
      const { url: end } = await new PageClient().get(url);
      if (end.startsWith(CALLBACK)) throw new Accepted("It was redirected.");
      match(end, /\/error/);
    },
  },
  {
    name: "C65: nor does an address that the client does not have",
    async run(world) {
      const url = authorizeUrl(world, { redirect_uri: "https://evil.example/back" });
      const { url: end } = await new PageClient().get(url);
      if (end.startsWith("https://evil.example")) throw new Accepted("It was redirected.");
      match(end, /\/error/);
    },
  },
  {
    name: "C101: the code gives three tokens",
    async run(world) {
      const { tokens } = await pageTokens(world);
      deepEqual(
        [typeof tokens.id_token, typeof tokens.refresh_token, tokens.token_type, tokens.expires_in],
        ["string", "string", "Bearer", 3600],
      );
    },
  },
  {
    name: "C69: a wrong verifier",
    async run(world) {
      const { code } = await atPages(world);
      const code_verifier = VERIFIER.replace("verifier", "imposter");
      refusedToken(await redeem(world, code, { code_verifier }), "invalid_grant");
    },
  },
  {
    name: "C101: a code for the second time",
    async run(world) {
      const { code } = await atPages(world);
      await redeem(world, code);
      refusedToken(await redeem(world, code), "invalid_grant");
    },
  },
  {
    name: "C35: the refresh grant",
    async run(world) {
      const { refresh_token } = (await pageTokens(world)).tokens;
      const client_id = world.clients.web.id;
      const { status, body } = await token(world, {
        grant_type: "refresh_token",
        client_id,
        refresh_token,
      });
      deepEqual([status, typeof body.access_token], [200, "string"]);
    },
  },
  {
    name: "C35: a made-up refresh token",
    async run(world) {
      const client_id = world.clients.web.id;
      const fields = { grant_type: "refresh_token", client_id, refresh_token: "made-up" };
      refusedToken(await token(world, fields), "invalid_grant");
    },
  },
  {
    name: "C103: client credentials",
    async run(world) {
      const { status, body } = await machine(world, world.clients.machine.secret);
      deepEqual([status, typeof body.access_token, body.id_token], [200, "string", undefined]);
    },
  },
  {
    name: "C103: client credentials with a wrong secret",
    async run(world) {
      refusedToken(await machine(world, "wrong"), "invalid_client");
    },
  },
  {
    name: "C112: userInfo",
    async run(world) {
      const { who, tokens } = await pageTokens(world);
      const headers = { authorization: `Bearer ${tokens.access_token}` };
      const answer = await fetch(`${world.endpoint}/oauth2/userInfo`, { headers });
      equal(((await answer.json()) as Loose).email, who.email);
    },
  },
  {
    name: "C93: after logout the page asks again",
    async run(world) {
      const { pages } = await atPages(world);
      const query = new URLSearchParams({ client_id: world.clients.web.id, logout_uri: CALLBACK });
      equal((await pages.get(`${world.endpoint}/logout?${query}`)).url, CALLBACK);
      const again = await pages.get(authorizeUrl(world));
      if (again.url.startsWith(CALLBACK)) throw new Accepted("It signed in by itself.");
      match(again.body, /<input[^>]*name="password"/);
    },
  },
];
