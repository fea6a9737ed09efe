import { readAccessToken } from "../tokens/access-tokens.ts";
import { visibleAttributes } from "../attributes/access.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { ANY_ORIGIN, type Exchange, NO_STORE, send, sendJson } from "../../exchange.ts";
import { type PoolContext, poolsAt } from "../service.ts";
import { answerPreflight } from "./form.ts";

/** Errors of the endpoint with the texts of C114. */
const REFUSALS = {
  invalid_request: { status: 400, description: "Bad OAuth2 request at UserInfo Endpoint" },
  invalid_token: {
    status: 401,
    description:
      "Access token is expired, disabled, or deleted, or the user has globally signed out.",
  },
  insufficient_scope: { status: 403, description: "Access token does not have the openid scope." },
} as const;

/** `GET` or `POST /oauth2/userInfo` (section 3.8). */
export async function answerUserInfo(context: PoolContext, exchange: Exchange): Promise<void> {
  const { request, response, method } = exchange;
  if (method === "OPTIONS") return answerPreflight(exchange, "GET, POST, OPTIONS");
  if (method !== "GET" && method !== "POST") {
    send(response, { status: 405, headers: { allow: "GET, POST, OPTIONS" } });
    return;
  }
  const [, token] =
    /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const answer = token === undefined ? "invalid_request" : await userInfo(context, token);
  if (typeof answer === "string") return refuse(exchange, answer);
  sendJson(response, 200, { value: answer, headers: { ...ANY_ORIGIN, ...NO_STORE } });
}

/** What the token's scopes show of its user (C112); the verified flags are texts here (C113). */
async function userInfo(
  { service }: PoolContext,
  token: string,
): Promise<{ readonly [claim: string]: string } | keyof typeof REFUSALS> {
  try {
    const bearer = await readAccessToken(service, token);
    const { user, scopes, client } = bearer;
    if (!poolsAt(service).some(({ id }) => id === bearer.pool.id)) return "invalid_token";
    if (!scopes.includes("openid")) return "insufficient_scope";
    const visible = visibleAttributes(client, user.attributes, scopes.join(" "));
    return { sub: user.sub, ...Object.fromEntries(visible), username: user.username };
  } catch (error) {
    if (error instanceof ServiceError) return "invalid_token";
    throw error;
  }
}

function refuse({ response }: Exchange, error: keyof typeof REFUSALS): void {
  const { status, description } = REFUSALS[error];
  sendJson(response, status, {
    value: { error, error_description: description },
    headers: {
      ...ANY_ORIGIN,
      ...NO_STORE,
      "www-authenticate": `Bearer error="${error}", error_description="${description}"`,
      "access-control-expose-headers": "www-authenticate",
    },
  });
}
