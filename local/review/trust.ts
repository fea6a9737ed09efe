import { type Graph, members, type Resource, text, texts } from "../program/graph.ts";
import { shownInputs } from "../program/secrets.ts";
import { API, AUTHORIZER, USER_POOL_CLIENT } from "../program/types.ts";

/** Whom a route's authorizer believes. */
export interface Trust {
  /** Logical name, null where there is none. */
  readonly authorizer: string | null;
  /** Of a JWT authorizer, as configured. */
  readonly issuer: string | null;
  readonly audiences: readonly Audience[];
}

/** A value that a JWT authorizer accepts in `aud` or `client_id`. */
export interface Audience {
  readonly id: string;
  /** Logical name of the app client with this id, null when it is none of the program's. */
  readonly client: string | null;
}

/** Reads the authorizer with this id. */
export function readTrust(graph: Graph, authorizerId: string | undefined): Trust {
  const authorizer = authorizerId === undefined ? undefined : graph.byId(AUTHORIZER, authorizerId);
  const jwt = members(authorizer && shownInputs(authorizer)["jwtConfiguration"]);
  return {
    authorizer: authorizer?.name ?? null,
    issuer: text(jwt["issuer"]) ?? null,
    audiences: texts(jwt["audiences"]).map((id) => ({
      id,
      client: graph.byId(USER_POOL_CLIENT, id)?.name ?? null,
    })),
  };
}

/** The authorizer that a row names. */
export function findAuthorizer(
  graph: Graph,
  row: Trust & { readonly api: string | null },
): Resource | undefined {
  const api = graph.ofType(API).find(({ name }) => name === row.api);
  return graph
    .where(AUTHORIZER, "apiId", api?.id ?? null)
    .find(({ name }) => name === row.authorizer);
}
