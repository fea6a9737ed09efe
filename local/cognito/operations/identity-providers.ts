import { providerProblem, type ProviderWish } from "../federation/provider-rules.ts";
import { PROVIDER_TYPES, type ProviderDetails } from "../federation/provider-types.ts";
import { invalidParameter, notFound, ServiceError } from "../../json-api/errors.ts";
import { listOf, map, oneOf, optionalText, required, wholeNumber } from "../../json-api/input.ts";
import { pageOfAll } from "../paging.ts";
import { type PoolContext, poolOf } from "../service.ts";
import type { IdentityProvider, ProviderType } from "../tables/identity-providers.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { pageToken, userPoolId } from "./shapes.ts";
import { timestamp } from "./user-output.ts";

const PROVIDERS_PER_POOL = 300; // C327

const providerName = required(optionalText({ minimum: 1, maximum: 32 }));
const identifier = optionalText({ minimum: 1, maximum: 40, pattern: /^[\w\s+=.@-]+$/ });
const providerOfPool = { UserPoolId: userPoolId, ProviderName: providerName };
const settings = { AttributeMapping: map, IdpIdentifiers: listOf(identifier, { maximum: 50 }) };

/** Identity providers (C288-C290); signing in through them is not a matter of this API. */
export const identityProviderOperations: Operations = {
  CreateIdentityProvider: operation(
    {
      ...providerOfPool,
      ProviderType: required(oneOf(...Object.keys(PROVIDER_TYPES))),
      ProviderDetails: required(map),
      ...settings,
    },
    (service, input) => {
      const context = poolOf(service, input);
      const { providers } = service.store;
      if (providers.byName(context.pool.id, input.ProviderName)) {
        throw new ServiceError(
          "DuplicateProviderException",
          `A provider with the name ${input.ProviderName} already exists in the user pool.`,
        );
      }
      if (providers.ofPool(context.pool.id).length >= PROVIDERS_PER_POOL) {
        throw new ServiceError("LimitExceededException", "Exceeded limit on identity providers.");
      }
      const now = service.clock.now();
      const created = { pool: context.pool.id, created: now, seed: null };
      return save(context, created, {
        name: input.ProviderName,
        type: input.ProviderType,
        details: input.ProviderDetails,
        mapping: input.AttributeMapping ?? {},
        identifiers: input.IdpIdentifiers ?? [],
      });
    },
  ),

  DescribeIdentityProvider: operation(providerOfPool, (service, input) => {
    const context = poolOf(service, input);
    return output(context, requireProvider(context, input.ProviderName));
  }),

  UpdateIdentityProvider: operation(
    { ...providerOfPool, ProviderDetails: map, ...settings },
    (service, input) => {
      const context = poolOf(service, input);
      const known = requireProvider(context, input.ProviderName);
      const { name, type } = known;
      return save(context, known, {
        name,
        type,
        details: input.ProviderDetails ?? known.details,
        mapping: input.AttributeMapping ?? known.mapping,
        identifiers: input.IdpIdentifiers ?? known.identifiers,
      });
    },
  ),

  DeleteIdentityProvider: operation(providerOfPool, (service, input) => {
    const { pool, name } = requireProvider(poolOf(service, input), input.ProviderName);
    service.store.providers.remove(pool, name);
    return {};
  }),

  GetSigningCertificate: operation({ UserPoolId: userPoolId }, async (service, input) => {
    const { samlKeyOf } = await import("../federation/saml/keys.ts");
    const { certificate } = await samlKeyOf(poolOf(service, input), "signing");
    return { Certificate: certificate };
  }),

  GetIdentityProviderByIdentifier: operation(
    { UserPoolId: userPoolId, IdpIdentifier: required(identifier) },
    (service, input) => {
      const context = poolOf(service, input);
      const found = service.store.providers
        .ofPool(context.pool.id)
        .find(({ identifiers }) => identifiers.includes(input.IdpIdentifier));
      if (!found) throw notFound(`Identity provider ${input.IdpIdentifier} does not exist.`);
      return output(context, found);
    },
  ),

  ListIdentityProviders: operation(
    { UserPoolId: userPoolId, MaxResults: wholeNumber(0, 60), NextToken: pageToken },
    (service, input) => {
      const { pool } = poolOf(service, input);
      const { items, next } = pageOfAll(service.store.providers.ofPool(pool.id), {
        query: ["ListIdentityProviders", pool.id],
        limit: input.MaxResults,
        token: input.NextToken,
        keyOf: ({ name }) => name,
      });
      const Providers = items.map(({ name, type, created, modified }) => ({
        ProviderName: name,
        ProviderType: type,
        LastModifiedDate: timestamp(modified),
        CreationDate: timestamp(created),
      }));
      return { Providers, ...next("NextToken") };
    },
  ),
};

function requireProvider({ service, pool }: PoolContext, name: string): IdentityProvider {
  const provider = service.store.providers.byName(pool.id, name);
  if (!provider) throw notFound(`Identity provider ${name} does not exist.`);
  return provider;
}

function save(
  context: PoolContext,
  known: Pick<IdentityProvider, "pool" | "created" | "seed">,
  wish: ProviderWish,
): Promise<Output> {
  const { service, pool } = context;
  const problem = providerProblem(pool, wish);
  if (problem) throw invalidParameter(`${problem.value}: ${problem.text}`);
  const { pool: poolId, created, seed } = known;
  const type = wish.type as ProviderType; // one of them, as the rules have seen
  const modified = service.clock.now();
  const provider: IdentityProvider = { ...wish, type, pool: poolId, created, modified, seed };
  service.store.providers.save(provider);
  return output(context, provider);
}

async function output(context: PoolContext, provider: IdentityProvider): Promise<Output> {
  const { pool, name, type, mapping, identifiers, created, modified } = provider;
  return {
    IdentityProvider: {
      UserPoolId: pool,
      ProviderName: name,
      ProviderType: type,
      ProviderDetails: await shownDetails(context, provider),
      AttributeMapping: mapping,
      IdpIdentifiers: identifiers,
      LastModifiedDate: timestamp(modified),
      CreationDate: timestamp(created),
    },
  };
}

async function shownDetails(
  context: PoolContext,
  provider: IdentityProvider,
): Promise<ProviderDetails> {
  const { type, details } = provider;
  if (type !== "SAML") return { ...PROVIDER_TYPES[type].added(details), ...details };
  const { samlAdditions } = await import("../federation/saml/details.ts");
  return { ...details, ...(await samlAdditions(context, provider)) };
}
