import type { Problem } from "../shared/arguments";
import { choiceProblem } from "../shared/known-names";
import { any, fields, list, needed, object, type ShapesOf, table, text } from "../shared/shapes";
import type { ScopeTree } from "./api-scopes";
import type {
  BrowserClient,
  ClientWithSecret,
  MachineClient,
  NativeClient,
  ServerClient,
} from "./app-client";
import type { AuthLayerArgs } from "./auth-layer-args";
import type { ClaimsArgs } from "./claim-rules";
import { MESSAGES } from "./messages";
import { SIGN_IN_ALARMS } from "./sign-in-alarms";
import type { Triggers } from "./triggers";

type Args = AuthLayerArgs<ScopeTree>;

const PAGES: ShapesOf<BrowserClient> & ShapesOf<NativeClient> = {
  kind: any,
  callbackUrls: list(),
  logoutUrls: list(),
  scopes: list(text),
  lifetimes: object,
  identityProviders: list(text),
  refreshGraceSeconds: any,
  challengeMinutes: any,
  read: list(text),
  write: list(text),
  branding: object,
};

const SECRET: ShapesOf<ClientWithSecret> = { storeSecret: any, secretRotation: object };

/** What a client of each kind takes. */
const CLIENTS: {
  readonly browser: ShapesOf<BrowserClient>;
  readonly native: ShapesOf<NativeClient>;
  readonly server: ShapesOf<ServerClient>;
  readonly machine: ShapesOf<Omit<MachineClient, "callbackUrls" | "logoutUrls">>;
} = {
  browser: PAGES,
  native: PAGES,
  server: { ...PAGES, ...SECRET, passwordSignIn: any, propagateContext: any },
  machine: { ...SECRET, kind: any, scopes: list(text), lifetimes: object },
};

const TRIGGERS: ShapesOf<Triggers> = {
  preSignUp: any,
  postConfirmation: any,
  preAuthentication: any,
  postAuthentication: any,
  preTokenGeneration: any,
  customMessage: any,
  customEmailSender: any,
  customSmsSender: any,
  customAuthChallenge: any,
  userMigration: any,
};

const CLAIMS: ShapesOf<ClaimsArgs> = {
  groups: table(needed(list(text))),
  attributes: table(needed(text)),
  sdkSignIn: list(text),
};

const ARGUMENTS: ShapesOf<Args> = {
  signUp: any,
  signIn: any,
  verification: any,
  verifyBeforeUpdate: any,
  mfa: any,
  factors: list(text),
  firstFactors: list(text),
  passkeys: object,
  passwordLength: any,
  passwordStandard: any,
  recovery: any,
  devices: any,
  attributes: table(needed(object)),
  requiredAttributes: list(text),
  schemaLedger: object,
  groups: table(needed(object)),
  testUsers: table(needed(object)),
  userImport: any,
  tier: any,
  email: any,
  sms: object,
  messages: MESSAGES,
  lifecycle: any,
  domain: object,
  branding: object,
  triggers: fields(TRIGGERS),
  threatProtection: object,
  webAcl: any,
  logs: object,
  alarms: fields(SIGN_IN_ALARMS),
  logRetentionDays: any,
  tracing: any,
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
