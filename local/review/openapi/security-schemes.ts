import { parseIdentitySource } from "../../gateway/jwt/identity-source.ts";
import { type Graph, texts } from "../../program/graph.ts";
import type { RouteRow } from "../route-rows.ts";
import { findAuthorizer } from "../trust.ts";
import type { SecurityRequirement, SecurityScheme } from "./document-types.ts";
import { oauthFlows } from "./oauth-flows.ts";

/** Schemes by name, and what a route asks of them. */
export interface RouteSecurity {
  readonly schemes: Readonly<Record<string, SecurityScheme>>;
  readonly requirements: readonly SecurityRequirement[];
}

/** What OpenAPI says of a route's authorizer. */
export function routeSecurity(graph: Graph, row: RouteRow): RouteSecurity {
  if (row.authorization === "NONE") return { schemes: {}, requirements: [] };
  if (row.authorization === "AWS_IAM") return signature;
  return row.authorization === "JWT" ? jwtSecurity(graph, row) : lambdaSecurity(graph, row);
}

// H211. OpenAPI has no scheme for signatures; this is how Amazon's own exports write it.
const signature: RouteSecurity = {
  schemes: {
    sigv4: {
      type: "apiKey",
      in: "header",
      name: "Authorization",
      description:
        "AWS Signature Version 4 of the service execute-api, by credentials that may execute-api:Invoke.",
      "x-amazon-apigateway-authtype": "awsSigv4",
    },
  },
  requirements: [{ sigv4: [] }],
};

function jwtSecurity(graph: Graph, row: RouteRow): RouteSecurity {
  const name = schemeName(row.authorizer ?? "jwt");
  const [source] = identitySources(graph, row);
  const description = jwtWords(row);
  // A bearer token in the Authorization header is what the standard schemes mean; any other place is a key's.
  if (source && !(source.kind === "header" && source.name === "authorization")) {
    const place = source.kind === "header" ? "header" : "query";
    const scheme = { type: "apiKey", in: place, name: source.name, description } as const;
    return { schemes: { [name]: scheme }, requirements: anyScope(name, row.scopes) };
  }
  const openIdConnectUrl = `${(row.issuer ?? "").replace(/\/$/, "")}/.well-known/openid-configuration`;
  const openId = { type: "openIdConnect", openIdConnectUrl, description } as const;
  const flows = oauthFlows(graph, row);
  if (!flows) return { schemes: { [name]: openId }, requirements: anyScope(name, row.scopes) };
  const granted = new Set(Object.values(flows).flatMap(({ scopes }) => Object.keys(scopes)));
  const obtainable = row.scopes.filter((scope) => granted.has(scope));
  const oauth = `${name}-oauth2`;
  return {
    schemes: { [name]: openId, [oauth]: { type: "oauth2", flows, description } },
    requirements: [
      ...anyScope(name, row.scopes),
      // No flow grants the others: a client could never get them there.
      ...(row.scopes.length > 0 && obtainable.length === 0 ? [] : anyScope(oauth, obtainable)),
    ],
  };
}

// H103: one of the scopes is enough, and within one requirement OpenAPI wants all of them.
function anyScope(name: string, scopes: readonly string[]): readonly SecurityRequirement[] {
  return scopes.length === 0 ? [{ [name]: [] }] : scopes.map((scope) => ({ [name]: [scope] }));
}

function jwtWords({ authorizer, audiences }: RouteRow): string {
  const names = audiences.map(({ id, client }) => (client === null ? id : `app client ${client}`));
  return `JWT authorizer ${authorizer}: tokens of its issuer for ${names.join(" or ")}.`;
}

/** H195: all identity sources must be there; those that are no part of the request cannot be written down. */
function lambdaSecurity(graph: Graph, row: RouteRow): RouteSecurity {
  const name = schemeName(row.authorizer ?? "lambda");
  const sources = identitySources(graph, row);
  const reads = sources.length > 0 ? "" : " What of the request it reads is its own affair.";
  const description = `Lambda authorizer ${row.authorizer}: a function decides.${reads}`;
  const named = sources.length > 0 ? sources : [{ kind: "header", name: "authorization" } as const];
  const schemes = named.map((source, index) => [
    index === 0 ? name : `${name}-${index + 1}`,
    {
      type: "apiKey" as const,
      in: source.kind === "header" ? ("header" as const) : ("query" as const),
      name: source.name,
      description,
    },
  ]);
  return {
    schemes: Object.fromEntries(schemes) as RouteSecurity["schemes"],
    requirements: [Object.fromEntries(schemes.map(([scheme]) => [scheme, []]))],
  };
}

function identitySources(graph: Graph, row: RouteRow) {
  return texts(findAuthorizer(graph, row)?.inputs["identitySources"]).flatMap(
    (source) => parseIdentitySource(source) ?? [],
  );
}

// The characters that a component's name may have.
function schemeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, "-");
}
