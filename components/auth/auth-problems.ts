import { alarmProblems } from "../shared/alarms";
import { integerProblem, type Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { logRetentionProblem } from "../shared/log-retention";
import { apiScopes, type ScopeTree, scopeTreeProblems } from "./api-scopes";
import { hasPages } from "./app-client";
import type { AuthLayerArgs } from "./auth-layer-args";
import { authShapeProblems } from "./auth-shapes";
import { brandingProblems } from "./branding";
import { claimProblems } from "./claim-rules";
import { clientProblems } from "./client-problems";
import { presentClients } from "./clients";
import { firstFactorProblems } from "./first-factors";
import { groupProblem } from "./groups";
import { identityProviderProblems, mappedAttributes } from "./identity-provider-problems";
import { providerShapeProblems } from "./identity-provider-shapes";
import { messageProblems } from "./messages";
import { mfaProblems } from "./mfa";
import { passwordProblems } from "./password-rule";
import { triggerProblems } from "./pool-triggers";
import { recoveryProblems } from "./recovery";
import { ledgerProblems } from "./schema-ledger";
import { signInDomainProblem } from "./sign-in-domain";
import { smsProblem } from "./sms";
import { testUsersProblem } from "./test-users";
import { threatProblems } from "./threat-protection";
import { tierProblems } from "./tiers";
import { customAttributeProblems } from "./user-attributes";
import { requiredAttributes } from "./user-pool";
import { webAclProblem } from "./web-acl";

type Args = AuthLayerArgs<ScopeTree>;

/** Everything that is wrong with the arguments, before anything is made. */
export function* authProblems(args: Args): Iterable<Problem> {
  yield* authShapeProblems(args);
  yield* providerShapeProblems(args.identityProviders ?? {});
  yield* scopeTreeProblems(args.scopes);
  yield* allClientProblems(args);
  yield* userProblems(args);
  yield* identityProviderProblems({
    identityProviders: args.identityProviders ?? {},
    attributes: args.attributes ?? {},
    requiredAttributes: requiredAttributes(args),
  });
  yield* operationProblems(args);
  if (args.claims === undefined) return;
  yield* claimProblems(args.claims, {
    groups: Object.keys(args.groups ?? {}),
    attributes: args.attributes ?? {},
    definedScopes: apiScopes(args.scopes),
  });
}

function* allClientProblems(args: Args): Iterable<Problem> {
  const clients = Object.entries(presentClients(args.clients));
  const layer = {
    definedScopes: apiScopes(args.scopes),
    providers: Object.keys(args.identityProviders ?? {}),
    attributes: args.attributes ?? {},
    mapped: mappedAttributes(args.identityProviders),
    required: requiredAttributes(args),
  };
  for (const [key, client] of clients) yield* clientProblems(key, client, layer);
  if (clients.length === 0) yield "clients is empty: without an app client nobody can sign in.";
  const styled = clients.filter(([, client]) => hasPages(client)).length;
  if (styled > limits.stylesPerPool) {
    yield `clients has ${styled} with sign-in pages: Cognito styles at most ${limits.stylesPerPool} of a pool. Divide them between two layers.`;
  }
  yield integerProblem("accessTokenMinutes", args.accessTokenMinutes, limits.tokenMinutes);
}

function* userProblems(args: Args): Iterable<Problem> {
  yield* passwordProblems(args);
  yield* mfaProblems(args);
  yield* firstFactorProblems(args);
  yield* recoveryProblems(args);
  if (args.signIn === "phone" && args.sms === undefined) {
    yield 'signIn is "phone", and there is no sms, by which numbers are proved: say what its messages may cost in sms.';
  }
  if (args.signIn === "phone" && args.verification === "link") {
    yield 'verification is "link", and numbers are proved by a code: remove it.';
  }
  yield* customAttributeProblems(args.attributes ?? {});
  yield* ledgerProblems(args);
  yield groupProblem(args.groups);
  yield testUsersProblem(args);
}

function* operationProblems(args: Args): Iterable<Problem> {
  yield* tierProblems(args);
  yield smsProblem(args.sms);
  yield* messageProblems(args.messages, args.verification);
  yield signInDomainProblem(args.domain);
  yield* brandingProblems("branding", args.branding);
  yield* triggerProblems(args);
  yield* threatProblems(args.threatProtection);
  yield webAclProblem(args.webAcl);
  if (args.alarms !== undefined) yield* alarmProblems(args.alarms);
  yield logRetentionProblem(args.logRetentionDays);
}
