import { moveNames } from "../attributes/aliases.ts";
import { invalidParameter, notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { foldName, isName } from "../names.ts";
import { newUser } from "../sign-up/new-users.ts";
import type { ClientContext } from "../service.ts";
import { SUBJECT } from "../tables/federated-identities.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import type { User } from "../tables/users.ts";
import { inboundFederation } from "../triggers/inbound-federation.ts";
import { postAuthentication, preAuthentication } from "../triggers/sign-in.ts";
import { postConfirmation, preSignUp } from "../triggers/sign-up.ts";
import { identityEntry, joinProviderGroup, withIdentities } from "./identities.ts";
import { claimText, mappedAttributes } from "./mapping.ts";
import type { Outcome } from "./outcomes.ts";
import { subjectClaim } from "./provider-types.ts";

/**
 * The user whom a provider has just signed in: one that the identity was linked to or that came before, else a new one
 * (C291). Nothing but the identity itself decides who it is: an equal e-mail address merges nobody.
 * @throws ServiceError what attribute mapping, a trigger or the pool refuses
 */
export async function signInFederated(
  context: ClientContext,
  provider: IdentityProvider,
  said: Outcome,
): Promise<User> {
  const username = usernameOf(provider, subjectOf(provider, said));
  const outcome = await inboundFederation(context, provider, { outcome: said, username });
  const subject = subjectOf(provider, outcome);
  const known = findKnown(context, provider, { subject, outcome });
  return known
    ? returningUser(context, provider, { user: known, outcome })
    : firstSignIn(context, provider, { subject, outcome });
}

function subjectOf(provider: IdentityProvider, { claims }: Outcome): string {
  const subject = claimText(claims[subjectClaim(provider)]);
  if (!subject) throw invalidParameter(`${provider.name} does not say ${subjectClaim(provider)}.`);
  return subject;
}

/** C17 */
function usernameOf({ name }: IdentityProvider, subject: string): string {
  return `${name}_${subject}`;
}

function findKnown(
  { service, pool }: ClientContext,
  { name: provider, type }: IdentityProvider,
  { subject, outcome }: { readonly subject: string; readonly outcome: Outcome },
): User | undefined {
  const { federated, users } = service.store;
  // A link to a SAML user may name any attribute of the assertion (C242); one of the subject's name is not the subject.
  const { [SUBJECT]: _, ...others } = type === "SAML" ? outcome.claims : {};
  for (const [attribute, claim] of [[SUBJECT, subject], ...Object.entries(others)] as const) {
    const value = claimText(claim);
    if (value === undefined) continue;
    const identity = federated.find({ pool: pool.id, provider, attribute, value });
    if (identity) return users.bySub(pool.id, identity.sub);
  }
  return undefined;
}

async function returningUser(
  context: ClientContext,
  provider: IdentityProvider,
  { user, outcome }: { readonly user: User; readonly outcome: Outcome },
): Promise<User> {
  const { service, pool } = context;
  if (!user.enabled) throw notAuthorized(TEXTS.userDisabled);
  await preAuthentication(context, user, user.username);
  const changed = service.store.transaction(() => {
    // As it is now: it may have changed while a function thought about it.
    const current = service.store.users.bySub(pool.id, user.sub);
    if (!current?.enabled) throw notAuthorized(TEXTS.userDisabled);
    const said = { claims: outcome.claims, earlier: current.attributes };
    const attributes = mappedAttributes(context, provider, said);
    if (current.status !== "EXTERNAL_PROVIDER") moveNames(context, current, attributes);
    const updated = { ...current, attributes, modified: service.clock.now() };
    service.store.users.save(updated);
    return updated;
  });
  await postAuthentication(context, changed);
  return changed;
}

async function firstSignIn(
  context: ClientContext,
  provider: IdentityProvider,
  { subject, outcome }: { readonly subject: string; readonly outcome: Outcome },
): Promise<User> {
  const asked = newFederatedUser(context, provider, { subject, outcome });
  const { verified } = await preSignUp(context, asked, "ExternalProvider");
  const proofs = verified.map((attribute) => [`${attribute}_verified`, "true"]);
  const attributes = { ...asked.attributes, ...Object.fromEntries(proofs) };
  const user = { ...asked, attributes };
  addFederatedUser(context, provider, { user, subject, outcome });
  await postConfirmation(context, user, "ConfirmSignUp");
  return user;
}

function newFederatedUser(
  context: ClientContext,
  provider: IdentityProvider,
  { subject, outcome }: { readonly subject: string; readonly outcome: Outcome },
): User {
  const username = usernameOf(provider, subject);
  if (!isName(username)) throw invalidParameter(TEXTS.invalidName);
  const said = { claims: outcome.claims, earlier: undefined };
  const mapped = mappedAttributes(context, provider, said);
  const user = newUser(context, {
    name: username,
    status: "EXTERNAL_PROVIDER",
    attributes: mapped,
  });
  const { issuer } = outcome;
  const entry = { value: subject, created: user.created, issuer, isPrimary: true };
  const attributes = withIdentities(mapped, [identityEntry(provider, entry)]);
  // The name, whatever people sign in by otherwise (C17).
  return { ...user, username, attributes };
}

/** Stores the user. No e-mail address or phone number leads to one of a provider, nor is it kept from others. */
function addFederatedUser(
  context: ClientContext,
  provider: IdentityProvider,
  added: { readonly user: User; readonly subject: string; readonly outcome: Outcome },
): void {
  const { service, pool } = context;
  const { user, subject } = added;
  service.store.transaction(() => {
    const nameKey = foldName(pool, user.username);
    // Also when the pre-sign-up function has just linked the identity: the next sign-in finds the link, as on AWS.
    if (service.store.users.byName(pool.id, nameKey) || findKnown(context, provider, added)) {
      throw alreadyFound(user.username);
    }
    service.store.users.add(user, nameKey);
    service.store.federated.add({
      pool: pool.id,
      provider: provider.name,
      attribute: SUBJECT,
      value: subject,
      sub: user.sub,
      created: user.created,
    });
    joinProviderGroup(context, provider, user.sub);
  });
}

/** Somebody has that name who is not known to be this identity: nobody is let into an account by its name alone. */
function alreadyFound(username: string): ServiceError {
  return new ServiceError(
    "UsernameExistsException",
    `Already found an entry for username ${username}`,
  );
}
