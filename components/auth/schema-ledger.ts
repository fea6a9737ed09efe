import type { Problem } from "../shared/arguments";
import type { FirstFactor, PasskeyArgs } from "./first-factors";
import { domainPrefixOf, isCustomDomain, type SignInDomain } from "./sign-in-domain";
import type { SignIn } from "./sign-in-names";
import type { CustomAttributes } from "./user-attributes";

/**
 * What a deployed pool can never change, as a committed JSON file says it: `{ "signIn": "email",
 * "requiredAttributes": [], "attributes": { "tenant": "String" } }`, and `relyingParty` where there
 * are passkeys.
 */
export interface SchemaLedger {
  readonly signIn?: string;
  readonly requiredAttributes?: readonly string[];
  readonly attributes?: { readonly [name: string]: string };
  /** Prefix or host name of the sign-in pages, or the relying party's id that is given. */
  readonly relyingParty?: string;
}

/** The arguments that a ledger is compared with. */
export interface LedgerArgs {
  readonly schemaLedger?: SchemaLedger;
  readonly lifecycle?: "keep" | "ephemeral";
  readonly signIn?: SignIn;
  readonly requiredAttributes?: readonly string[];
  readonly attributes?: CustomAttributes;
  readonly firstFactors?: readonly FirstFactor[];
  readonly passkeys?: PasskeyArgs;
  readonly domain?: SignInDomain;
}

const MIGRATION =
  "Put it back; or make a second AuthLayer, move the users with a userMigration trigger or " +
  "npm run users -- import, and remove this one when nobody is left.";

/** Changes that would replace the pool, or that AWS would refuse half-way (C336, C337). */
export function* ledgerProblems(args: LedgerArgs): Iterable<Problem> {
  const { schemaLedger: ledger, lifecycle = "keep" } = args;
  if (ledger === undefined || lifecycle === "ephemeral") return;
  yield signInProblem(ledger, args.signIn ?? "email");
  yield requiredProblem(ledger, args.requiredAttributes ?? []);
  yield* attributeProblems(ledger.attributes ?? {}, args.attributes ?? {});
  yield relyingPartyProblem(ledger, relyingPartyOf(args));
}

function signInProblem({ signIn: before }: SchemaLedger, signIn: SignIn): Problem {
  if (before === signIn) return undefined;
  if (before === undefined) return missing(`"signIn": "${signIn}"`);
  return (
    `signIn is "${signIn}", and the schema ledger says "${before}": AWS would replace the pool, and ` +
    `every user would be lost, with passwords, passkeys and sub. ${MIGRATION}`
  );
}

function requiredProblem(
  { requiredAttributes: before }: SchemaLedger,
  now: readonly string[],
): Problem {
  const listed = JSON.stringify([...now].sort());
  if (before === undefined) {
    return now.length === 0 ? undefined : missing(`"requiredAttributes": ${listed}`);
  }
  const known = JSON.stringify([...before].sort());
  if (known === listed) return undefined;
  return (
    `requiredAttributes is ${listed}, and the schema ledger says ${known}: what a new user has to ` +
    `give is fixed when the pool is made. ${MIGRATION}`
  );
}

function* attributeProblems(
  before: Readonly<Record<string, string>>,
  now: CustomAttributes,
): Iterable<Problem> {
  for (const [name, type] of Object.entries(before)) {
    const path = `attributes["${name}"]`;
    if (!Object.hasOwn(now, name)) {
      yield `${path} is in the schema ledger and no longer an argument: Cognito keeps an attribute, with its values, for ever. Put it back.`;
    } else if (now[name]?.type !== type) {
      yield `${path}.type is "${now[name]?.type}", and the schema ledger says "${type}": Cognito changes no attribute. Put it back, and give the new one another name.`;
    }
  }
  const added = Object.entries(now).find(([name]) => !Object.hasOwn(before, name));
  if (added === undefined) return;
  yield missing(`"${added[0]}": "${added[1].type}" under "attributes"`);
}

function relyingPartyProblem(
  { relyingParty: before }: SchemaLedger,
  now: string | undefined,
): Problem {
  if (before === now || (before !== undefined && now === undefined)) return undefined;
  if (before === undefined) return missing(`"relyingParty": "${now}"`);
  return (
    `passkeys would belong to "${now}", and the schema ledger says "${before}": everybody who signs in ` +
    `with a passkey would be locked out. Put it back, give passkeys.relyingPartyId, or write ` +
    `"relyingParty": "${now}" into the ledger when all of them can sign in otherwise.`
  );
}

/** The name that passkeys belong to, as far as it is known before deploying. */
function relyingPartyOf({ firstFactors, passkeys, domain }: LedgerArgs): string | undefined {
  if (!(firstFactors?.includes("WEB_AUTHN") ?? passkeys !== undefined)) return undefined;
  const given = passkeys?.relyingPartyId ?? "auto";
  if (given !== "auto") return typeof given === "string" ? given : undefined;
  return isCustomDomain(domain) ? domain.name : domainPrefixOf(domain);
}

function missing(entry: string): string {
  return `The schema ledger lacks ${entry}, which can never be taken back: add it to the file, and commit both.`;
}
