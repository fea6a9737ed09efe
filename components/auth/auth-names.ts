import type { Problem } from "../shared/arguments";
import { choiceProblem, type NamesOf, unknownNameProblems } from "../shared/known-names";
import type { ScopeTree } from "./api-scopes";
import type { BrowserClient, MachineClient, NativeClient, ServerClient } from "./app-client";
import type { AuthLayerArgs } from "./auth-layer-args";
import type { Triggers } from "./triggers";

type Args = AuthLayerArgs<ScopeTree>;

const ARGUMENTS: NamesOf<Args> = {
  signUp: true,
  signIn: true,
  verification: true,
  verifyBeforeUpdate: true,
  mfa: true,
  factors: true,
  firstFactors: true,
  passkeys: true,
  passwordLength: true,
  passwordStandard: true,
  recovery: true,
  devices: true,
  attributes: true,
  requiredAttributes: true,
  schemaLedger: true,
  groups: true,
  testUsers: true,
  userImport: true,
  tier: true,
  email: true,
  sms: true,
  messages: true,
  lifecycle: true,
  domain: true,
  branding: true,
  triggers: true,
  threatProtection: true,
  webAcl: true,
  logs: true,
  alarms: true,
  logRetentionDays: true,
  tracing: true,
  scopes: true,
  clients: true,
  accessTokenMinutes: true,
  identityProviders: true,
  claims: true,
};

const TRIGGERS: NamesOf<Triggers> = {
  preSignUp: true,
  postConfirmation: true,
  preAuthentication: true,
  postAuthentication: true,
  preTokenGeneration: true,
  customMessage: true,
  customEmailSender: true,
  customSmsSender: true,
  customAuthChallenge: true,
  userMigration: true,
};

const PAGES: NamesOf<BrowserClient> & NamesOf<NativeClient> = {
  kind: true,
  callbackUrls: true,
  logoutUrls: true,
  scopes: true,
  lifetimes: true,
  identityProviders: true,
  refreshGraceSeconds: true,
  challengeMinutes: true,
  read: true,
  write: true,
  branding: true,
};

const SECRET = { storeSecret: true, secretRotation: true } as const;

/** What a client of each kind takes. */
const CLIENTS: {
  readonly browser: NamesOf<BrowserClient>;
  readonly native: NamesOf<NativeClient>;
  readonly server: NamesOf<ServerClient>;
  readonly machine: NamesOf<Omit<MachineClient, "callbackUrls" | "logoutUrls">>;
} = {
  browser: PAGES,
  native: PAGES,
  server: { ...PAGES, ...SECRET, passwordSignIn: true, propagateContext: true },
  machine: { ...SECRET, kind: true, scopes: true, lifetimes: true },
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

/** Names that nothing reads, and texts that are none of those there are. */
export function* authNameProblems(args: Args): Iterable<Problem> {
  yield* unknownNameProblems("", args, ARGUMENTS);
  yield* unknownNameProblems("triggers.", args.triggers ?? {}, TRIGGERS);
  for (const [name, choices] of Object.entries(CHOICES)) {
    yield choiceProblem(name, args[name as keyof Args], choices);
  }
}

/** The same of a client, by its kind. @param path such as `clients["web"]` */
export function* clientNameProblems(
  path: string,
  client: { readonly kind: keyof typeof CLIENTS },
): Iterable<Problem> {
  const problem = choiceProblem(`${path}.kind`, client.kind ?? null, Object.keys(CLIENTS));
  yield problem;
  if (problem === undefined) yield* unknownNameProblems(`${path}.`, client, CLIENTS[client.kind]);
}
