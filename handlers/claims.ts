import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { problem, type Response } from "./response";

/** Claims of an access token, typed. API Gateway hands all of them over as text. */
export interface AccessClaims {
  /** The bearer's stable id: the key for a user's data. User names and addresses change. */
  readonly sub: string;
  /** Empty for a machine. */
  readonly username: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly groups: readonly string[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** A user's access token, or the answer for a caller who has none. */
export type Access =
  | { readonly claims: AccessClaims; readonly refusal?: never }
  | { readonly claims?: never; readonly refusal: Response };

type Event = Pick<APIGatewayProxyEventV2WithJWTAuthorizer, "requestContext">;

/**
 * The claims of the user's access token. The refusal is 401 where no authorizer has put claims into
 * the event (the function was called past the gateway), 403 for an ID token and for a machine's
 * token, which has no user. An empty text names nobody either.
 */
export function requireAccessToken(event: Event): Access {
  const claims = claimsOf(event);
  if (claims.sub === "") return { refusal: problem(401, "Unauthorized", "Send an access token.") };
  if (textClaim(event, "token_use") !== "access" || claims.username === "") {
    return { refusal: problem(403, "Forbidden", "Send a user's access token, not another token.") };
  }
  return { claims };
}

/**
 * The typed claims of whatever token the authorizer has let through, a machine's too. Texts that
 * the token lacks are empty, for instance all of them where no authorizer has seen the request.
 */
export function claimsOf(event: Event): AccessClaims {
  return {
    sub: textClaim(event, "sub") ?? "",
    username: textClaim(event, "username") ?? "",
    clientId: textClaim(event, "client_id") ?? "",
    scopes: listClaim(event, "scope"),
    groups: listClaim(event, "cognito:groups"),
    expiresAt: Number(textClaim(event, "exp")),
  };
}

/**
 * Name of the signed-in user, for greetings; key data by {@link subjectOf}.
 * @throws when the event has none, which the authorizer of a protected route rules out for users
 */
export function usernameOf(event: Event): string {
  return required(textClaim(event, "username") ?? textClaim(event, "cognito:username"), "username");
}

/**
 * The user's stable id.
 * @throws when the event has none, which the authorizer of a protected route rules out
 */
export function subjectOf(event: Event): string {
  return required(textClaim(event, "sub"), "sub");
}

/** The user's groups. */
export function groupsOf(event: Event): readonly string[] {
  return listClaim(event, "cognito:groups");
}

/**
 * Whether the user is in a group. Name the type of your groups, as in
 * `isInGroup<keyof typeof groups>(event, "admin")`: a name that is none of them does not compile.
 */
export function isInGroup<Group extends string = never>(
  event: Event,
  group: NoInfer<Group>,
): boolean {
  return groupsOf(event).includes(group);
}

/**
 * A claim that is a list of words; empty when it is missing. The gateway writes it as `[a b]` (H120):
 * one bracket at each end is its own, further ones are an item's. Never test the claim's text itself:
 * `[admin]` is in `[not-[admin]]`.
 */
export function listClaim(event: Event, name: string): readonly string[] {
  const text = textClaim(event, name) ?? "";
  const inner = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return inner.split(" ").filter((item) => item !== "");
}

/** A claim as text; undefined when it is missing. */
export function textClaim(event: Event, name: string): string | undefined {
  const claims: unknown = event.requestContext?.authorizer?.jwt?.claims;
  if (typeof claims !== "object" || claims === null || !Object.hasOwn(claims, name))
    return undefined;
  const claim = (claims as Record<string, unknown>)[name];
  return claim === null || claim === undefined ? undefined : String(claim);
}

/**
 * A claim that is true or false. The text "false" is false, and so is anything that is not "true".
 */
export function booleanClaim(event: Event, name: string): boolean {
  return textClaim(event, name) === "true";
}

/** A claim that is a number; undefined when it is missing or no number. */
export function numberClaim(event: Event, name: string): number | undefined {
  const text = textClaim(event, name);
  return text === undefined || text.trim() === "" || Number.isNaN(Number(text))
    ? undefined
    : Number(text);
}

function required(claim: string | undefined, name: string): string {
  if (claim === undefined || claim === "") throw new Error(`The event has no claim "${name}".`);
  return claim;
}
