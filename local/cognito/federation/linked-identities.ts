import { invalidParameter, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { findUser } from "../names.ts";
import type { PoolContext } from "../service.ts";
import { type FederatedIdentity, SUBJECT } from "../tables/federated-identities.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import type { User } from "../tables/users.ts";
import { identityEntry, readIdentities, withIdentities } from "./identities.ts";
import { issuerOfProvider } from "./provider-types.ts";

/** Somebody as a provider knows them, or as the pool itself does, whose name is `Cognito` (C242). */
export interface ProviderUser {
  readonly provider: string;
  readonly attribute: string;
  readonly value: string;
}

const OWN = "Cognito";
const MOST_LINKS = 5; // C242

/**
 * Lets an identity of a provider sign in as a user who is there already (C242).
 * @throws ServiceError for an identity that is somebody's, a user with five, an unknown user or provider
 */
export function linkIdentity(
  context: PoolContext,
  link: { readonly destination: ProviderUser; readonly source: ProviderUser },
): void {
  const { service } = context;
  const { federated, users } = service.store;
  const provider = requireProvider(context, link.source);
  const user = requireUser(context, link.destination);
  const identity = keyOf(context, link.source);
  const owner = federated.find(identity);
  if (owner) throw taken(context, owner);
  if (linksOf(context, user).length >= MOST_LINKS) {
    throw new ServiceError("LimitExceededException", "A user can have 5 linked identities.");
  }
  const created = service.clock.now();
  const issuer = issuerOfProvider(provider);
  const entry = identityEntry(provider, {
    value: identity.value,
    created,
    issuer,
    isPrimary: false,
  });
  const attributes = withIdentities(user.attributes, [...readIdentities(user.attributes), entry]);
  service.store.transaction(() => {
    federated.add({ ...identity, sub: user.sub, created });
    users.save({ ...user, attributes, modified: service.clock.now() });
  });
}

/**
 * Ends a link: the identity makes a user of its own when it comes again. A user of the pool itself loses the password,
 * and one who is made of the identity cannot sign in any more (C242).
 */
export function disableProvider(context: PoolContext, user: ProviderUser): void {
  const { service } = context;
  const { federated, users } = service.store;
  if (user.provider === OWN) {
    const own = requireUser(context, user);
    users.save({ ...own, password: null, modified: service.clock.now() });
    return;
  }
  requireProvider(context, user);
  const identity = federated.find(keyOf(context, user));
  const owner = identity && users.bySub(identity.pool, identity.sub);
  if (!identity || !owner) throw unknownUser();
  const entries = readIdentities(owner.attributes).filter(
    ({ providerName, userId }) => providerName !== identity.provider || userId !== identity.value,
  );
  const attributes = withIdentities(owner.attributes, entries);
  service.store.transaction(() => {
    federated.remove(identity);
    users.save({ ...owner, attributes, modified: service.clock.now() });
  });
}

function requireProvider(
  { service, pool }: PoolContext,
  { provider: name, attribute, value }: ProviderUser,
): IdentityProvider {
  const provider = service.store.providers.byName(pool.id, name);
  if (!provider) throw invalidParameter(`The provider ${name} does not exist.`);
  if (!value) throw invalidParameter("ProviderAttributeValue is required.");
  // Only a SAML assertion has other attributes that tell who somebody is (C242).
  if (provider.type !== "SAML" && attribute !== SUBJECT) {
    throw invalidParameter(`ProviderAttributeName must be ${SUBJECT} for this provider.`);
  }
  if (!attribute) throw invalidParameter("ProviderAttributeName is required.");
  return provider;
}

function requireUser(context: PoolContext, destination: ProviderUser): User {
  const { service, pool } = context;
  const { provider, value } = destination;
  if (provider === OWN) {
    const own = findUser(context, value);
    if (own) return own;
    throw unknownUser();
  }
  // A name beside the value is not looked at for a user to link to.
  const key = { pool: pool.id, provider, attribute: SUBJECT, value };
  const identity = service.store.federated.find(key);
  const user = identity && service.store.users.bySub(pool.id, identity.sub);
  if (user) return user;
  throw unknownUser();
}

function linksOf({ service, pool }: PoolContext, user: User): readonly FederatedIdentity[] {
  const own = user.status === "EXTERNAL_PROVIDER" ? 1 : 0;
  return service.store.federated.ofUser(pool.id, user.sub).slice(own);
}

function keyOf({ pool }: PoolContext, { provider, attribute, value }: ProviderUser) {
  return { pool: pool.id, provider, attribute, value };
}

/** One who signed in already is a user, whom nothing merges with another; a link is there once. */
function taken({ service }: PoolContext, owner: FederatedIdentity): ServiceError {
  const user = service.store.users.bySub(owner.pool, owner.sub);
  return user?.status === "EXTERNAL_PROVIDER"
    ? invalidParameter(
        "Merging is not currently supported, provide a SourceUser that has not signed in before.",
      )
    : new ServiceError("AliasExistsException", "The SourceUser is linked to a user already.");
}

function unknownUser(): ServiceError {
  return new ServiceError("UserNotFoundException", TEXTS.unknownUser);
}
