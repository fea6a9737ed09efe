import type { Problem } from "../shared/arguments";
import { choiceProblem } from "../shared/known-names";
import {
  any,
  callable,
  choice,
  either,
  fields,
  flag,
  list,
  needed,
  object,
  type ShapesOf,
  table,
  text,
} from "../shared/shapes";
import type { ScopeTree } from "./api-scopes";
import type {
  BrowserClient,
  ClientWithSecret,
  Lifetimes,
  MachineClient,
  NativeClient,
  ServerClient,
} from "./app-client";
import type { AuthLayerArgs } from "./auth-layer-args";
import type { Branding } from "./branding";
import type { ClaimsArgs } from "./claim-rules";
import type { RememberedDevices } from "./devices";
import type { EmailSender } from "./email-sender";
import type { PoolLogs } from "./log-delivery";
import { MESSAGES } from "./messages";
import { SIGN_IN_ALARMS } from "./sign-in-alarms";
import type { TestUser } from "./test-users";
import type { ThreatProtectionArgs } from "./threat-protection";
import type { TriggerOptions, Triggers } from "./triggers";
import { isVerification, STANDARD_ATTRIBUTES } from "./user-attributes";

type Args = AuthLayerArgs<ScopeTree>;

const LIFETIMES: ShapesOf<Lifetimes> = { accessMinutes: any, idMinutes: any, refreshDays: any };

const BRANDING: ShapesOf<Branding> = {
  logo: text,
  favicon: text,
  background: text,
  colors: object,
  settings: object,
};

const TEST_USER: ShapesOf<TestUser> = {
  email: needed(text),
  password: needed(),
  groups: list(text),
};

const PAGES: ShapesOf<BrowserClient> & ShapesOf<NativeClient> = {
  kind: any,
  callbackUrls: list(),
  logoutUrls: list(),
  scopes: list(text),
  lifetimes: fields(LIFETIMES),
  identityProviders: list(text),
  refreshGraceSeconds: any,
  challengeMinutes: any,
  read: list(text),
  write: list(text),
  branding: fields(BRANDING),
};

const SECRET: ShapesOf<ClientWithSecret> = {
  storeSecret: flag,
  secretRotation: fields({ everyDays: needed() }),
};

/** What a client of each kind takes. */
const CLIENTS: {
  readonly browser: ShapesOf<BrowserClient>;
  readonly native: ShapesOf<NativeClient>;
  readonly server: ShapesOf<ServerClient>;
  readonly machine: ShapesOf<Omit<MachineClient, "callbackUrls" | "logoutUrls">>;
} = {
  browser: PAGES,
  native: PAGES,
  server: { ...PAGES, ...SECRET, passwordSignIn: flag, propagateContext: flag },
  machine: { ...SECRET, kind: any, scopes: list(text), lifetimes: fields({ accessMinutes: any }) },
};

const OPTIONS: ShapesOf<TriggerOptions> = {
  environment: object,
  policies: list(object),
  poolActions: list(text),
  memoryMb: any,
  reservedConcurrency: any,
};
const TRIGGER = either(callable, fields({ handler: needed(callable), ...OPTIONS }));

const TRIGGERS: ShapesOf<Triggers> = {
  preSignUp: TRIGGER,
  postConfirmation: TRIGGER,
  preAuthentication: TRIGGER,
  postAuthentication: TRIGGER,
  preTokenGeneration: fields({ version: any, handler: needed(callable), ...OPTIONS }),
  customMessage: TRIGGER,
  customEmailSender: TRIGGER,
  customSmsSender: TRIGGER,
  customAuthChallenge: fields({
    defineAuthChallenge: needed(TRIGGER),
    createAuthChallenge: needed(TRIGGER),
    verifyAuthChallengeResponse: needed(TRIGGER),
  }),
  userMigration: TRIGGER,
};

const SENDER: ShapesOf<EmailSender> = {
  from: needed(),
  sesIdentityArn: needed(),
  replyTo: any,
  configurationSet: any,
};

const DEVICES: ShapesOf<RememberedDevices> = {
  rememberBy: needed(choice("user", "always")),
  challengeNew: flag,
};

const ACTION = choice("BLOCK", "MFA_REQUIRED", "MFA_IF_CONFIGURED", "NO_ACTION");
const THREATS: ShapesOf<ThreatProtectionArgs> = {
  mode: needed(choice("AUDIT", "ENFORCED")),
  accountTakeover: fields({ low: ACTION, medium: ACTION, high: ACTION }),
  compromisedCredentials: choice("BLOCK", "NO_ACTION"),
  ipRanges: fields({ block: list(text), skip: list(text) }),
};

const LOGS: ShapesOf<PoolLogs> = { notifications: flag, authEvents: flag };

const CLAIMS: ShapesOf<ClaimsArgs> = {
  groups: table(needed(list(text))),
  attributes: table(needed(text)),
  sdkSignIn: list(text),
};

const REQUIRABLE = STANDARD_ATTRIBUTES.filter(
  (attribute) => !isVerification(attribute) && attribute !== "updated_at",
);

const ARGUMENTS: ShapesOf<Args> = {
  signUp: any,
  signIn: any,
  verification: any,
  verifyBeforeUpdate: flag,
  mfa: any,
  factors: list(text),
  firstFactors: list(text),
  passkeys: fields({ relyingPartyId: any }),
  passwordLength: any,
  passwordStandard: any,
  recovery: any,
  devices: fields(DEVICES),
  attributes: table(needed(fields({ type: any, userWritable: flag }))),
  requiredAttributes: list(choice(...REQUIRABLE)),
  schemaLedger: object,
  groups: table(needed(fields({ description: text, role: any }))),
  testUsers: table(needed(fields(TEST_USER))),
  userImport: flag,
  tier: any,
  email: either(choice("cognito"), fields(SENDER)),
  sms: fields({ spendLimitUsd: needed() }),
  messages: MESSAGES,
  lifecycle: any,
  domain: fields({ prefix: any, name: any, zoneId: any }),
  branding: fields(BRANDING),
  triggers: fields(TRIGGERS),
  threatProtection: fields(THREATS),
  webAcl: any,
  logs: fields(LOGS),
  alarms: fields(SIGN_IN_ALARMS),
  logRetentionDays: any,
  tracing: flag,
  scopes: needed(table(needed(table(needed(text))))),
  clients: needed(table(object)),
  accessTokenMinutes: any,
  identityProviders: table(needed(object)),
  claims: fields(CLAIMS),
};

const CHOICES: { readonly [Name in keyof Args]?: readonly Extract<Args[Name], string>[] } = {
  signUp: ["self-service", "admin-only"],
  signIn: ["email", "phone", "username"],
  verification: ["code", "link"],
  mfa: ["OFF", "OPTIONAL", "ON"],
  passwordStandard: ["fsbp", "asvs"],
  recovery: ["email", "admin-only", "email-then-sms"],
  tier: ["LITE", "ESSENTIALS", "PLUS"],
  lifecycle: ["keep", "ephemeral"],
};

/** Names that nothing reads, values of another form, and texts that are none of those there are. */
export function* authShapeProblems(args: Args): Iterable<Problem> {
  yield* needed(fields(ARGUMENTS)).problems("", args);
  for (const [name, choices] of Object.entries(CHOICES)) {
    yield choiceProblem(name, args[name as keyof Args], choices);
  }
}

/** The same of a client, by its kind. @param path such as `clients["web"]` */
export function* clientShapeProblems(
  path: string,
  client: { readonly kind: keyof typeof CLIENTS },
): Iterable<Problem> {
  const problem = choiceProblem(`${path}.kind`, client.kind ?? null, Object.keys(CLIENTS));
  yield problem;
  if (problem === undefined) yield* fields(CLIENTS[client.kind]).problems(path, client);
}
