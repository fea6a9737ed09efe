import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import { AUTHORIZER, CLIENT, USER_POOL } from "../types.ts";
import { isList } from "../values.ts";
import { isSecretVariable } from "./access-log-format.ts";

const ISSUER = "jwtConfiguration.issuer";
const AUDIENCES = "jwtConfiguration.audiences";
const MAX_AUDIENCES = 50;
/** Region and id of a pool, whose id starts with its region. */
const POOL_ISSUER =
  /^https:\/\/cognito-idp(-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?\/(?<id>\k<region>_[0-9A-Za-z]+)$/;
const ISSUER_WANTED = "https://cognito-idp.REGION.amazonaws.com/POOL_ID without a slash at its end";
/** Where tokens come from in a request; names of headers have no case. */
const HEADER = /^\$request\.header\.authorization$/i;
/** A query parameter; Lambda authorizers may take those that hold no token. */
const QUERY = /^\$request\.querystring\./;

const isJwt = (authorizer: Resource): boolean => authorizer.text("authorizerType") === "JWT";

export const AUTHORIZER_JWT_RULES: readonly Rule[] = [
  {
    id: "authz-issuer-pool",
    scope: "stack",
    types: [AUTHORIZER],
    description: "A JWT authorizer trusts the pool of its stack, written as its tokens write it.",
    why: "Issuers are compared letter by letter: one too many refuses every request, another pool's lets strangers in.",
    remedy: "Set issuer to `https://${pool.endpoint}`.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "edge",
    ids: ["nag:AwsSolutions-COG4"],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    applies: isJwt,
    checks: [
      function* (authorizer, context) {
        const issuer = authorizer.text(ISSUER);
        const pool = POOL_ISSUER.exec(issuer)?.groups?.["id"];
        if (pool === undefined) {
          // Other identity providers write their issuers as they like.
          const isOther = /^https:\/\/[^/]+/.test(issuer) && !/cognito/i.test(issuer);
          if (!isOther) yield authorizer.violation(ISSUER, ISSUER_WANTED);
        } else if (!isOwnPool(authorizer, pool, context)) {
          yield authorizer.violation(ISSUER, "the issuer of a pool of this stack");
        }
      },
    ],
  },
  {
    id: "authz-audience-known",
    scope: "stack",
    types: [AUTHORIZER],
    description:
      "A JWT authorizer names 1 to 50 audiences, all of them clients of the stack that users sign in with.",
    why: "It would let in what other applications were given tokens for.",
    remedy: "List the ids of the user clients; give machines an API or an authorizer of their own.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "edge",
    ids: ["RFC 8725 3.9", "ASVS 9.2.3"],
    reference: "https://www.rfc-editor.org/rfc/rfc8725#section-3.9",
    applies: isJwt,
    checks: [
      function* (authorizer) {
        const audiences = authorizer.value(AUDIENCES);
        const count = isList(audiences) ? audiences.length : 0;
        if (count === 0) yield authorizer.violation(AUDIENCES, "at least one client");
        if (count > MAX_AUDIENCES) {
          yield authorizer.violation(AUDIENCES, `at most ${MAX_AUDIENCES} clients`);
        }
      },
      function* (authorizer, context) {
        const known = knownClients(authorizer, context);
        for (const { path, value } of known ? authorizer.texts(AUDIENCES) : []) {
          if (!known?.has(value)) yield authorizer.violation(path, "a client of this stack");
        }
      },
      function* (authorizer, { stack }) {
        const clients = stack.targets(authorizer, "jwtConfiguration", CLIENT);
        const machines = clients.filter(isMachine);
        // An API that only machines call is one of its own.
        if (machines.length === clients.length) return;
        for (const { facts } of machines) {
          yield authorizer.violation(
            AUDIENCES,
            `no machine client such as "${facts.name}" beside user clients`,
          );
        }
      },
    ],
  },
  {
    id: "authz-header-only",
    scope: "resource",
    types: [AUTHORIZER],
    description: "An authorizer takes tokens from the Authorization header alone.",
    why: "Addresses are logged, kept by browsers and sent on as referrer, with the tokens in them.",
    remedy: 'Set identitySources to ["$request.header.Authorization"].',
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "plain",
    ids: ["OAuth 2.1 5.2", "RFC 9700 4.3.2"],
    reference: "https://www.rfc-editor.org/rfc/rfc9700#section-4.3.2",
    checks: [
      function* (authorizer) {
        const wanted = "$request.header.Authorization";
        if (!isJwt(authorizer)) return;
        if (!authorizer.has("identitySources")) {
          yield authorizer.violation("identitySources", wanted);
        }
        for (const { path, value } of authorizer.texts("identitySources")) {
          if (!HEADER.test(value)) yield authorizer.violation(path, wanted);
        }
      },
      function* (authorizer) {
        if (isJwt(authorizer)) return;
        for (const { path, value } of authorizer.texts("identitySources")) {
          if (QUERY.test(value) && isSecretVariable(value)) {
            yield authorizer.violation(path, "no token of the address");
          }
        }
      },
    ],
  },
];

/** Whether the issuer is that of a pool in the stack, if there is one to compare it with. */
function isOwnPool(authorizer: Resource, id: string, { stack }: StackContext): boolean {
  const pools = stack.all(USER_POOL);
  const [own] = stack.targets(authorizer, "jwtConfiguration", USER_POOL);
  if (pools.length === 0 || !own) return pools.length === 0;
  // The engine tells no ids: there the dependency has to do.
  return (
    typeof own.facts.props["id"] !== "string" || pools.some((pool) => pool.facts.props["id"] === id)
  );
}

/** Ids of the stack's clients, where it holds the pool and the ids are told. */
function knownClients(
  authorizer: Resource,
  { stack }: StackContext,
): ReadonlySet<unknown> | undefined {
  if (stack.targets(authorizer, "jwtConfiguration", USER_POOL).length === 0) return undefined;
  const ids = stack.all(CLIENT).map(({ facts }) => facts.props["id"]);
  return ids.every((id) => typeof id === "string") ? new Set(ids) : undefined;
}

function isMachine(client: Resource): boolean {
  return client.texts("allowedOauthFlows").some(({ value }) => value === "client_credentials");
}
