import { alarmProblems } from "./alarms";
import { type ApiScope, apiScopes, type ScopeTree, scopeTreeProblems } from "./api-scopes";
import { type AppClientArgs, clientProblems } from "./app-client";
import { integerProblem, type Problem } from "./arguments";
import { type ClaimsArgs, claimProblems } from "./claim-rules";
import { logRetentionProblem } from "./inline-function";
import { limits } from "./limits";
import type { Mfa } from "./mfa";
import { passwordProblem } from "./password-rule";
import { triggerProblems } from "./pool-triggers";
import type { SignInAlarmArgs } from "./sign-in-alarms";
import { domainPrefixProblem } from "./sign-in-domain";
import type { Triggers } from "./triggers";
import { type TestUserTable, testUsersProblem } from "./test-users";
import { type CustomAttributes, customAttributeProblems } from "./user-attributes";
import type { EmailSender, Lifecycle, SignUp } from "./user-pool";
import { type WebAcl, webAclProblem } from "./web-acl";

export interface AuthLayerArgs<Scopes extends ScopeTree, ClientName extends string> {
  /**
   * Who may sign up: anybody who proves an e-mail address, or people whom an administrator invites.
   * There is no default: an open door is a decision.
   */
  readonly signUp: SignUp;
  /** The API's scopes and the words that explain them. */
  readonly scopes: Scopes;
  /** App clients by name. All of them are audiences of `authorizer`. */
  readonly clients: { readonly [Name in ClientName]: AppClientArgs<NoInfer<ApiScope<Scopes>>> };
  /** Second factor by authenticator app. @default "OPTIONAL" */
  readonly mfa?: Mfa;
  /** Life of access and ID tokens, of clients that name none. 5 to 1,440. @default 60 */
  readonly accessTokenMinutes?: number;
  /** 8 to 99. @default 15 */
  readonly passwordLength?: number;
  /**
   * How a forgotten password is replaced: by a code sent to the proved address, or by an
   * administrator.
   * @default "email"
   */
  readonly recovery?: "email" | "admin-only";
  /** Attributes of your own, beside the standard ones. @default none */
  readonly attributes?: CustomAttributes;
  /** Who sends the mails. @default Cognito itself, 50 mails a day for the whole account */
  readonly email?: EmailSender;
  /**
   * `"keep"` protects the users from deletion, `"ephemeral"` lets `pulumi destroy` remove them.
   * @default "keep"
   */
  readonly lifecycle?: Lifecycle;
  /**
   * First label of the sign-in pages' host name, unique in the Region.
   * @default derived from the stack's name
   */
  readonly domainPrefix?: string | undefined;
  /** Groups of users, the most important first. @default none */
  readonly groups?: GroupTable;
  /** Functions that decide or add something while users sign up and sign in. @default none */
  readonly triggers?: Triggers;
  /** Scopes and claims that tokens get by rule, without a function of your own. @default none */
  readonly claims?: ClaimsArgs<NoInfer<ApiScope<Scopes>>>;
  /** Firewall in front of the pool, which costs money each month. @default none */
  readonly webAcl?: WebAcl;
  /**
   * Alarms on failed and throttled sign-ins and on the triggers' functions; `{}` takes every
   * default.
   * @default none
   */
  readonly alarms?: SignInAlarmArgs | undefined;
  /** Days that the logs of the triggers' functions and of the web ACL are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Whether X-Ray records each call of a trigger. @default false */
  readonly tracing?: boolean;
  /**
   * Users whose passwords are known, by name. Refused unless `lifecycle` is `"ephemeral"`: their
   * passwords are in the state.
   * @default none
   */
  readonly testUsers?: TestUserTable;
}

export interface GroupTable {
  readonly [name: string]: { readonly description?: string };
}

/** Everything that is wrong with the arguments, before anything is made. */
export function* authProblems(args: AuthLayerArgs<ScopeTree, string>): Iterable<Problem> {
  const definedScopes = apiScopes(args.scopes);
  yield* scopeTreeProblems(args.scopes);
  for (const [key, client] of Object.entries(args.clients)) {
    yield* clientProblems(key, client, definedScopes);
  }
  if (Object.keys(args.clients).length === 0) {
    yield "clients is empty: without an app client nobody can sign in.";
  }
  yield integerProblem("accessTokenMinutes", args.accessTokenMinutes, limits.tokenMinutes);
  yield passwordProblem(args.passwordLength);
  yield* customAttributeProblems(args.attributes ?? {});
  if (args.domainPrefix !== undefined) yield domainPrefixProblem(args.domainPrefix);
  yield testUsersProblem(args.testUsers, args.lifecycle);
  yield logRetentionProblem(args.logRetentionDays);
  yield* triggerProblems(args);
  yield webAclProblem(args.webAcl);
  if (args.alarms !== undefined) yield* alarmProblems(args.alarms);
  if (args.claims === undefined) return;
  yield* claimProblems(args.claims, {
    groups: Object.keys(args.groups ?? {}),
    attributes: args.attributes ?? {},
    definedScopes,
  });
}
