/** What a Lambda authorizer told about the caller. */
export interface LambdaIdentity {
  /** Of a policy; undefined for a simple response. */
  readonly principalId: string | undefined;
  /** Undefined when the authorizer gave none. */
  readonly context: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What `$context.authorizer.*` tells of a caller whom a Lambda authorizer let pass: `principalId` and the members of the
 * context (H279).
 * @param name without `$context.`
 */
export function lambdaVariable(identity: LambdaIdentity, name: string): string | undefined {
  if (name === "authorizer.principalId") return identity.principalId;
  const member = /^authorizer\.(.+)$/.exec(name)?.[1];
  return member === undefined ? undefined : contextText(identity, member);
}

/** A member as a text, as logs, mappings and payload format 1.0 show it; undefined where there is none. */
function contextText({ context }: LambdaIdentity, name: string): string | undefined {
  if (!context || !Object.hasOwn(context, name)) return undefined;
  const value = context[name];
  if (value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * `requestContext.authorizer` of payload format 1.0: the context's members as texts, beside `principalId`.
 * `claims` is reserved for JWT authorizers (H208).
 */
export function flatContext(identity: LambdaIdentity): Readonly<Record<string, string>> {
  // No prototype: a member may be named `__proto__` (G043).
  const flat = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(identity.context ?? {})) {
    const value = contextText(identity, name);
    if (value !== undefined && name !== "claims") flat[name] = value;
  }
  if (identity.principalId !== undefined) flat["principalId"] = identity.principalId;
  return flat;
}
