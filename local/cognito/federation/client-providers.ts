import type { ClientContext } from "../service.ts";
import type { IdentityProvider } from "../tables/identity-providers.ts";

/** The pool itself among a client's providers (C277). */
const OWN = "COGNITO";

/** The providers that the client offers besides the pool itself, in the client's order (C277). */
export function clientProviders({ service, pool, client }: ClientContext) {
  return client.identityProviders
    .filter((name) => name !== OWN)
    .flatMap((name) => service.store.providers.byName(pool.id, name) ?? []);
}

/** Whether people sign in with a name and password of the pool's own (C277). */
export function offersOwnUsers({ client }: ClientContext): boolean {
  return client.identityProviders.includes(OWN);
}

/** The provider that a request goes to without a page: the one it chose, or the client's only one (C64, C67). */
export function onlyProvider(
  context: ClientContext,
  request: { readonly provider: string | undefined },
): IdentityProvider | undefined {
  const providers = clientProviders(context);
  if (request.provider !== undefined)
    return providers.find(({ name }) => name === request.provider);
  return providers.length === 1 && !offersOwnUsers(context) ? providers[0] : undefined;
}
