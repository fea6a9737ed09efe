import { deepEqual, equal, match } from "node:assert/strict";
import type { Graph } from "../../policy/graph.ts";
import { judge } from "../../policy/judge.ts";
import { RULES } from "../../policy/rules.ts";
import { DEFAULT_SETTINGS } from "../../policy/settings.ts";
import { SECRET, UNKNOWN, type Value } from "../../policy/values.ts";
import { contextOf } from "../../policy/configuration.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";
import { graphOf, type Stack, withValue } from "./support/stack.ts";

const IDS = [
  "cog-password-length",
  "cog-password-classes",
  "cog-temp-password-expiry",
  "cog-password-history",
  "cog-mfa-required",
  "cog-mfa-not-sms-only",
  "cog-webauthn-uv-required",
  "cog-device-challenge",
  "cog-threat-protection",
  "cog-threat-protection-custom",
  "cog-tier-plus",
  "cog-tier-consistent",
  "cog-deletion-protection",
  "cog-no-replace",
  "cog-self-signup-explicit",
  "cog-auto-verify-aliases",
  "cog-verify-before-update",
  "cog-username-case-insensitive",
  "cog-authz-attrs-not-writable",
  "cog-recovery-safe",
  "cog-trigger-wired",
  "cog-pretoken-version",
  "cog-trigger-timeout",
  "cog-sms-confused-deputy",
  "cog-email-ses",
  "cog-log-delivery",
  "cog-waf-attached",
  "client-no-implicit",
  "client-no-password-flow",
  "client-secret-matches-kind",
  "client-m2m-separate",
  "client-oauth-flag",
  "client-context-needs-secret",
  "client-token-revocation",
  "client-refresh-rotation",
  "client-rotation-flow-consistent",
  "client-token-ttl",
  "client-auth-session",
  "client-redirects-exact",
  "client-redirects-prod",
  "client-default-redirect-listed",
  "client-hide-user-existence",
  "client-least-scopes",
  "client-scopes-exist",
  "client-idps-explicit",
  "client-write-attrs-explicit",
  "client-secret-not-exported",
  "domain-managed-login",
  "domain-cert-region",
  "domain-prefix-valid",
  "risk-compromised-block",
  "risk-takeover-actions",
  "risk-notify",
  "risk-no-wide-skip",
  "idpool-no-guests",
  "idpool-no-classic-flow",
  "idpool-server-side-check",
  "idpool-provider-known",
  "idpool-role-trust",
  "idpool-mapping-deny",
  "idp-details-safe",
  "idp-no-email-as-username",
  "idp-saml-signed",
  "rs-scopes-unambiguous",
  "rs-identifier-valid",
  "api-cors-origins",
  "api-cors-credentials",
  "api-cors-methods",
  "api-default-endpoint-off",
  "api-no-quick-create",
  "api-fail-on-warnings",
  "stage-access-logs",
  "stage-log-json",
  "stage-log-no-secrets",
  "stage-throttle",
  "stage-throttle-sensitive",
  "stage-metrics",
  "stage-exec-logging",
  "stage-vars-no-secrets",
  "route-auth-required",
  "route-authorizer-wired",
  "route-jwt-has-scopes",
  "route-scopes-exist",
  "route-no-open-catchall",
  "route-no-any",
  "authz-issuer-pool",
  "authz-audience-known",
  "authz-header-only",
  "authz-custom-safe",
  "integ-payload-v2",
  "integ-timeout",
  "integ-private-tls",
  "integ-no-http",
  "integ-identity-header-overwrite",
  "dn-tls12",
  "dn-cert-managed",
  "dn-mtls-versioned",
  "vpclink-multi-az",
  "waf-not-on-http-api",
  "fn-runtime",
  "fn-tracing",
  "fn-logging",
  "fn-timeout",
  "fn-memory",
  "fn-description",
  "fn-concurrency",
  "fn-dlq-async",
  "fn-env-no-secrets",
  "fn-env-cmk",
  "fn-code-no-secrets",
  "fn-vpc",
  "fn-vpc-multi-az",
  "fn-code-signing",
  "fn-layers-own",
  "fn-no-open-url",
  "fn-own-role",
  "perm-no-star",
  "perm-source-arn",
  "perm-source-narrow",
  "perm-action",
  "iam-no-admin",
  "iam-least-actions",
  "iam-no-not-elements",
  "iam-passrole-scoped",
  "iam-no-escalation",
  "iam-managed-policies",
  "iam-no-inline",
  "iam-no-conflict",
  "iam-trust-narrow",
  "iam-github-oidc",
  "iam-session-boundary",
  "iam-kms-scoped",
  "iam-ddb-leading-keys",
  "log-retention",
  "log-retention-year",
  "log-cmk",
  "log-group-per-fn",
  "log-keep",
  "log-not-public",
  "ddb-pitr",
  "ddb-cmk",
  "ddb-deletion-protection",
  "ddb-scaling",
  "ddb-backup",
  "ddb-no-foreign",
  "ddb-ttl",
  "waf-has-rules",
  "waf-rules-act",
  "waf-known-bad",
  "waf-rate-limit",
  "waf-metrics",
  "waf-logging",
  "waf-redact",
  "waf-default-action",
  "waf-scope",
  "kms-rotation",
  "kms-policy-safe",
  "alarm-has-action",
  "alarm-baseline",
  "stack-no-plain-secrets",
  "stack-tags",
  "graph-closed",
];

const ODD: readonly Value[] = [
  null,
  true,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "",
  "x",
  "{",
  '{"Statement":[null,7,"x",{"Action":{"a":1},"Resource":null}]}',
  [],
  [null],
  [[]],
  [UNKNOWN],
  [SECRET, "x"],
  {},
  { Statement: [null, { Effect: 1, Action: [null], Resource: [UNKNOWN] }] },
  { length: 3 },
  UNKNOWN,
  SECRET,
];

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every place of a value, as paths. */
function placesOf(value: Value, path: readonly string[] = []): (readonly string[])[] {
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const below = members.flatMap(([name, member]) => placesOf(member as Value, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}

/** The stack with odd values in some places. */
function spoiled(stack: Stack, random: () => number): Stack {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return stack.map((facts) => {
    const places = placesOf(facts.props).filter(() => random() < 0.3);
    const props = places.reduce<Value>(
      (before, place) => withValue(before, place, pick(ODD)) ?? {},
      facts.props,
    );
    return { ...facts, props: props as typeof facts.props };
  });
}

describe("the policies", () => {
  let spoiledStacks: readonly Graph[];

  before(() => {
    spoiledStacks = Array.from({ length: 200 }, (_, at) =>
      graphOf(spoiled(SECURE_STACK, randomFrom(at + 1))),
    );
  });

  it("are these", () => {
    deepEqual(
      RULES.map(({ id }) => id),
      IDS,
    );
  });

  for (const rule of RULES) {
    it(`${rule.id} says what it asks, why, and what to do`, () => {
      match(rule.description, /^[A-Z].*\.$/s);
      match(rule.why, /\.$/);
      match(rule.remedy, /\.$/);
      match(rule.reference, /^https:\/\//);
      equal(rule.types.length > 0 && rule.checks.length > 0, true);
    });

    it(`${rule.id} answers whatever stands in the resources`, () => {
      const context = contextOf(rule, { settings: DEFAULT_SETTINGS, policies: new Map() });
      for (const [at, graph] of spoiledStacks.entries()) {
        for (const facts of rule.types.flatMap((type) => graph.ofType(type))) {
          const { failure } = judge(rule, facts, graph, context);
          equal(failure, undefined, `seed ${at + 1}, ${facts.name}`);
        }
      }
    });
  }
});
