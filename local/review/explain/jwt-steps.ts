import type { Authorization } from "../../gateway/authorization.ts";
import { jwtPipeline } from "../../gateway/jwt/authorize-jwt.ts";
import { scopesOf } from "../../gateway/jwt/jwt-claims.ts";
import { type Claims, decodeHeader, decodePayload, type JwtHeader } from "../../gateway/jwt/jwt.ts";
import type { JwtFacts } from "../../gateway/jwt/jwt-authorizer-plan.ts";
import { escapeForLog } from "../../log-text.ts";
import type { Check, Mark } from "./step.ts";

/** A token and what it met. */
export interface JwtCase {
  readonly facts: JwtFacts;
  readonly authorization: Authorization;
  /** As the authorizer found it; undefined where it found none. */
  readonly token: string | undefined;
  readonly routeScopes: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** What a token says of itself. Shown only for checks that were made, and never believed. */
interface Unverified extends JwtCase {
  readonly header: JwtHeader;
  readonly claims: Claims;
}

/** The checks of the JWT authorizer as they went, up to the one that refused. */
export function jwtSteps(jwt: JwtCase): readonly Check[] {
  const { authorization } = jwt;
  const names = jwtPipeline.map(({ name }) => name);
  const failed = authorization.allow ? names.length : names.indexOf(authorization.check ?? "");
  const seen = readUnverified(jwt);
  return jwtPipeline.map(({ name, rules }, index) => {
    const mark: Mark = index < failed ? "passed" : index === failed ? "refused" : "skipped";
    const facts = mark === "skipped" ? "" : (says[name]?.(seen) ?? "");
    const reason = mark === "refused" && !authorization.allow ? authorization.reason : "";
    return { name, mark, rules, says: [reason, facts].filter(Boolean).join(": ") };
  });
}

/** Names and values that decide a check; never the token, nor who it is for. */
const says: Readonly<Record<string, (seen: Unverified) => string>> = {
  "token found": ({ facts: { source } }) =>
    source.kind === "header" ? `header ${source.name}` : `query parameter ${source.name}`,
  algorithm: ({ header }) => `alg ${shown(header.alg)}`,
  "key id": ({ header, facts }) => `kid ${shown(header.kid)} among the keys of ${facts.issuer}`,
  issuer: ({ claims, facts }) => against("iss", claims["iss"], facts.rules.keys.issuers),
  audience: ({ claims, facts }) =>
    against(
      "aud" in claims ? "aud" : "client_id",
      "aud" in claims ? claims["aud"] : claims["client_id"],
      facts.rules.audiences,
    ),
  times: ({ claims, now }) =>
    ["exp", "nbf", "iat"]
      .flatMap((name) => (claims[name] === undefined ? [] : [`${name} ${time(claims[name], now)}`]))
      .join(", "),
  scopes: ({ claims, routeScopes }) =>
    routeScopes.length === 0
      ? "the route has none, so any token passes"
      : `the token has ${list(scopesOf(claims))}; one of ${list(routeScopes)} is enough${idTokenHint(claims)}`,
};

function against(name: string, value: unknown, accepted: readonly string[]): string {
  return `${name} ${shown(value)}; accepted: ${list(accepted)}`;
}

function readUnverified(jwt: JwtCase): Unverified {
  const [first = "", second = ""] = jwt.token?.split(".") ?? [];
  const header = decodeHeader(first, false);
  const claims = decodePayload(second, false);
  return {
    ...jwt,
    header: typeof header === "string" ? { alg: undefined, kid: undefined } : header,
    claims: typeof claims === "string" ? {} : claims,
  };
}

// H115
function idTokenHint({ token_use: use, scope, scp }: Claims): string {
  return use === "id" && scope === undefined && scp === undefined
    ? ". It is an ID token: send the access token"
    : "";
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? "none" : texts.map(shown).join(", ");
}

/** A value of a token as it may stand on a terminal. */
function shown(value: unknown): string {
  const escaped = escapeForLog(textOf(value));
  return escaped.length > 200 ? `${escaped.slice(0, 200)}…` : escaped;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const isTexts = Array.isArray(value) && value.every((each) => typeof each === "string");
  return isTexts ? `[${value.join(", ")}]` : (JSON.stringify(value) ?? "missing");
}

function time(value: unknown, now: number): string {
  if (typeof value !== "number" || !(Math.abs(value) < 1e12)) return shown(value);
  const text = new Date(value * 1000).toISOString().replace(".000Z", "Z");
  const distance = Math.abs(value - now);
  const [amount, unit] =
    distance < 120
      ? [distance, "s"]
      : distance < 7_200
        ? [distance / 60, "min"]
        : [distance / 3_600, "h"];
  const words = `${Math.round(amount)} ${unit}`;
  return `${text} (${value > now ? `in ${words}` : `${words} ago`})`;
}
