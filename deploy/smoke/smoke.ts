import { setTimeout as delay } from "node:timers/promises";
import { readDiscovery, readKeys } from "../issuer.ts";
import type { Addresses, KnownUser } from "./addresses.ts";
import { signIn, SignInRefused } from "./sign-in.ts";

/** One step of the story, and how it went. */
export interface Check {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not tried";
  /** What was seen, or why it was not tried. */
  readonly detail: string;
  readonly milliseconds: number;
}

/** What is tested, and as whom. */
export interface SmokeOptions {
  readonly addresses: Addresses;
  /** A given access token; goes before the user. */
  readonly accessToken?: string | undefined;
  readonly user?: KnownUser | undefined;
  /** Of a protected route, such as `/hello`. */
  readonly path: string;
  /** For the whole test. */
  readonly timeoutSeconds: number;
}

/** What is only now being deployed is asked again after this time. */
const PAUSE_MS = 500;

/** A step that cannot be made. */
class NotTried extends Error {}

/**
 * Tells the story to an API and its issuer: the issuer's documents, no entry without a token, entry
 * with one. What fails is tried again until the time is over: a new address takes a while on AWS.
 */
export async function smoke(options: SmokeOptions): Promise<readonly Check[]> {
  const { addresses, path, timeoutSeconds } = options;
  const { issuer, issuerOrigin, url } = addresses;
  const signal = AbortSignal.timeout(timeoutSeconds * 1_000);
  let keysUrl = "";
  const steps: Readonly<Record<string, () => Promise<string>>> = {
    discovery: async () => {
      keysUrl = await readDiscovery(issuer, issuerOrigin);
      return `the issuer is ${issuer}`;
    },
    JWKS: async () => {
      if (keysUrl === "") throw new NotTried("there is no discovery document");
      return `${await readKeys(keysUrl)} keys`;
    },
    "401 without a token": () => expectUnauthorized(`${url}${path}`, signal),
    "200 with a token": async () =>
      expectEntry(`${url}${path}`, await accessTokenOf(options, signal), signal),
  };
  const checks: Check[] = [];
  for (const [name, step] of Object.entries(steps)) checks.push(await run(name, step, signal));
  return checks;
}

async function run(name: string, step: () => Promise<string>, signal: AbortSignal): Promise<Check> {
  const began = performance.now();
  const end = (outcome: Check["outcome"], detail: string): Check => {
    return { name, outcome, detail, milliseconds: Math.round(performance.now() - began) };
  };
  let fault = "";
  for (;;) {
    try {
      return end("passed", await step());
    } catch (error) {
      if (error instanceof NotTried) return end("not tried", error.message);
      // What the end of the time has cut off says less than what went wrong before.
      if (!signal.aborted || fault === "") fault = reasonOf(error as Error);
      // A password that is wrong once is wrong again, until Cognito locks the user out.
      if (error instanceof SignInRefused) return end("failed", fault);
      const isOver = await delay(PAUSE_MS, false, { signal }).catch(() => true);
      if (isOver) return end("failed", fault);
    }
  }
}

/** `fetch` keeps in its cause why it has failed. */
function reasonOf({ message, cause }: Error): string {
  const { message: inner, code } = (cause ?? {}) as NodeJS.ErrnoException;
  return [message, inner || code].filter(Boolean).join(": ");
}

async function expectUnauthorized(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { redirect: "manual", signal });
  const body = await response.text();
  const challenge = response.headers.get("www-authenticate") ?? "";
  if (response.status === 401 && challenge.startsWith("Bearer")) return `GET ${url}`;
  throw new Error(`GET ${url} answered ${response.status} ${excerpt(body)}`);
}

async function expectEntry(url: string, accessToken: string, signal: AbortSignal): Promise<string> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(url, { redirect: "manual", headers, signal });
  const body = await response.text();
  if (response.status === 200) return `GET ${url} answered ${excerpt(body)}`;
  throw new Error(`GET ${url} answered ${response.status} ${excerpt(body)}`);
}

/** @throws {NotTried} where there is no token that could be let in */
async function accessTokenOf(options: SmokeOptions, signal: AbortSignal): Promise<string> {
  const { accessToken, user, addresses } = options;
  if (accessToken !== undefined) return accessToken;
  if (user === undefined) {
    throw new NotTried("there is no token: give one by --token FILE, - for standard input");
  }
  const signedIn = await signIn({ ...addresses, ...user }, signal);
  // Without the pages a token has the API's scopes only through the claim rule sdkSignIn (F70).
  if (scopesOf(signedIn).some((scope) => scope.includes("/"))) return signedIn;
  throw new NotTried(
    `signing in without the pages gave ${user.email} no scope of the API (claim rule sdkSignIn); give a token by --token FILE`,
  );
}

/** What the token claims, unverified: whether it counts is for the API to say. */
function scopesOf(accessToken: string): string[] {
  const [, payload = ""] = accessToken.split(".");
  const { scope } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { scope?: string };
  return scope?.split(" ") ?? [];
}

function excerpt(body: string): string {
  return body.length <= 120 ? body : `${body.slice(0, 117)}...`;
}
