import { requireNamed } from "../names.ts";
import { type PoolContext, poolOf, type Service } from "../service.ts";
import type { User } from "../tables/users.ts";

/** The user whom an administrator's operation names (C163, C235). */
export function namedUser(
  service: Service,
  input: { readonly UserPoolId: string; readonly Username: string },
): PoolContext & { readonly user: User } {
  const context = poolOf(service, input);
  return { ...context, user: requireNamed(context, input.Username) };
}
