import type { AppClient } from "../client.ts";
import { clientProviders } from "../federation/client-providers.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import { type Parameters, readParameters, withParameters } from "./parameters.ts";

/** A checked authorize request (C65). */
export interface AuthorizeRequest {
  readonly responseType: "code" | "token";
  readonly redirectUri: string;
  readonly state: string | undefined;
  /** Space-separated; what was granted. */
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly prompts: ReadonlySet<string>;
  readonly loginHint: string | undefined;
  readonly resource: string | undefined;
  /** `COGNITO`, or the provider that the request chose by its name or an identifier (C67). */
  readonly provider: string | undefined;
}

/**
 * What a query asks for. `page`: neither client nor redirect URI can be trusted, so the answer stays on our own
 * error page; `redirect`: the client learns what was wrong.
 */
export type AuthorizeReading =
  | {
      readonly kind: "request";
      readonly context: ClientContext;
      readonly request: AuthorizeRequest;
    }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "page"; readonly error: PageError; readonly clientId: string | undefined };

/** Codes of the error page (C81, C82). */
export type PageError =
  "invalid_client" | "invalid_request" | "redirect_mismatch" | "unauthorized_client";

const LONGEST_URI = 1024; // C86
const LONGEST_STATE = 4096; // O099
const MANAGED_LOGIN = 2;

/** Checks the query of authorize, login and the pages that belong to the same flow (C65, C78, C89). */
export function readAuthorizeRequest(context: PoolContext, query: string): AuthorizeReading {
  const parameters = readParameters(query);
  const clientId = parameters.get("client_id");
  const page = (error: PageError): AuthorizeReading => ({ kind: "page", error, clientId });
  if (clientId === undefined || parameters.repeated.has("client_id"))
    return page("invalid_request");
  const client = context.pool.clients.get(clientId);
  if (!client) return page("invalid_client");
  if (parameters.repeated.has("redirect_uri")) return page("invalid_request"); // O017
  const redirectUri = parameters.get("redirect_uri") ?? client.defaultRedirectUri;
  if (redirectUri === null) return page("invalid_request"); // O018
  if (redirectUri.length > LONGEST_URI) return page("redirect_mismatch");
  // One comparison of texts, no parsing: there is nothing to be clever about (C87, O019).
  if (!client.callbackUrls.includes(redirectUri)) return page("redirect_mismatch");
  if (client.oauthFlows.size === 0) return page("unauthorized_client"); // C88
  const problem = findProblem({ ...context, client }, parameters);
  if (problem)
    return { kind: "redirect", location: errorLocation(redirectUri, parameters, problem) };
  return {
    kind: "request",
    context: { ...context, client },
    request: requestOf({ context, client, parameters, redirectUri }),
  };
}

/** An error for the client (C78): a code, and where AWS gives one a description (C79). */
interface Problem {
  readonly error: "invalid_request" | "unauthorized_client";
  readonly error_description?: string;
}

const INVALID_REQUEST: Problem = { error: "invalid_request" };

function findProblem(context: ClientContext, parameters: Parameters): Problem | undefined {
  const { pool, client } = context;
  if (parameters.isMalformed || parameters.repeated.size > 0) return INVALID_REQUEST;
  const responseType = parameters.get("response_type");
  if (responseType !== "code" && responseType !== "token") return INVALID_REQUEST;
  const flow = responseType === "code" ? "code" : "implicit";
  if (!client.oauthFlows.has(flow)) return { error: "unauthorized_client" };
  if (isTooLong(parameters, "state") || isTooLong(parameters, "nonce")) return INVALID_REQUEST;
  if (!isPkceSound(parameters)) return INVALID_REQUEST;
  const scopes = requestedScopes(parameters);
  if (scopes?.some((scope) => !client.scopes.includes(scope))) {
    return { error_description: "invalid_scope", error: "invalid_request" }; // as seen live, C79
  }
  if (!isResource(parameters.get("resource"))) return INVALID_REQUEST;
  if (pool.domain?.version === MANAGED_LOGIN && !arePromptsSound(parameters))
    return INVALID_REQUEST;
  const isUnknown = asksForProvider(parameters) && !chosenProvider(context, parameters);
  return isUnknown ? INVALID_REQUEST : undefined;
}

function isTooLong(parameters: Parameters, name: string): boolean {
  return Buffer.byteLength(parameters.get(name) ?? "") > LONGEST_STATE;
}

/** Both or neither, S256 only, and a challenge of the one length that SHA-256 gives (C69). */
function isPkceSound(parameters: Parameters): boolean {
  const challenge = parameters.get("code_challenge");
  const method = parameters.get("code_challenge_method");
  if (challenge === undefined && method === undefined) return true;
  return method === "S256" && /^[A-Za-z0-9_-]{43}$/.test(challenge ?? "");
}

function requestedScopes(parameters: Parameters): readonly string[] | undefined {
  const scopes = (parameters.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  return scopes.length === 0 ? undefined : [...new Set(scopes)];
}

/** https, http on localhost, or an app's own scheme (C47). */
function isResource(resource: string | undefined): boolean {
  if (resource === undefined) return true;
  const url = URL.parse(resource);
  if (!url || resource.length > LONGEST_URI || url.hash !== "") return false;
  return url.protocol !== "http:" || url.hostname === "localhost";
}

const PROMPTS = ["none", "login", "select_account", "consent"];

function arePromptsSound(parameters: Parameters): boolean {
  const prompts = promptsOf(parameters);
  return (
    prompts.every((prompt) => PROMPTS.includes(prompt)) &&
    (prompts.length < 2 || !prompts.includes("none"))
  );
}

function promptsOf(parameters: Parameters): readonly string[] {
  return (parameters.get("prompt") ?? "").split(" ").filter((prompt) => prompt !== "");
}

function asksForProvider(parameters: Parameters): boolean {
  return ["identity_provider", "idp_identifier"].some((name) => parameters.get(name) !== undefined);
}

/** The provider that the request names, if the client offers it (C67). */
function chosenProvider(context: ClientContext, parameters: Parameters): string | undefined {
  const name = parameters.get("identity_provider");
  const identifier = parameters.get("idp_identifier") ?? "";
  if (name === "COGNITO") return name;
  return clientProviders(context).find((provider) =>
    name === undefined ? provider.identifiers.includes(identifier) : provider.name === name,
  )?.name;
}

function requestOf(args: {
  readonly context: PoolContext;
  readonly client: AppClient;
  readonly parameters: Parameters;
  readonly redirectUri: string;
}): AuthorizeRequest {
  const { context, client, parameters, redirectUri } = args;
  // The classic pages do not know prompt (C73).
  const isManaged = context.pool.domain?.version === MANAGED_LOGIN;
  return {
    responseType: parameters.get("response_type") === "token" ? "token" : "code",
    redirectUri,
    state: parameters.get("state"),
    scope: (requestedScopes(parameters) ?? client.scopes).join(" "), // C68
    nonce: parameters.get("nonce"),
    codeChallenge: parameters.get("code_challenge"),
    prompts: new Set(isManaged ? promptsOf(parameters) : []),
    loginHint: parameters.get("login_hint"),
    resource: parameters.get("resource"),
    provider: chosenProvider({ ...context, client }, parameters),
  };
}

function errorLocation(redirectUri: string, parameters: Parameters, problem: Problem): string {
  const { error, error_description } = problem;
  const state = isTooLong(parameters, "state") ? undefined : parameters.get("state");
  const place = parameters.get("response_type") === "token" ? "fragment" : "query";
  return withParameters(redirectUri, { error_description, state, error }, place);
}
