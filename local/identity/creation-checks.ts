import { invalidParameter } from "../json-api/errors.ts";
import { listOf, oneOf, optionalText, required, type Shape, structure } from "../json-api/input.ts";
import { checkWritten, creating } from "../json-api/refused-creation.ts";
import { CreationError } from "../program/creation-error.ts";
import { type Graph, members, objects, type Properties, type Resource } from "../program/graph.ts";
import { IDENTITY_POOL, IDENTITY_POOL_ROLES, ROLE } from "../program/types.ts";
import { PRINCIPAL_TAGS } from "./pool.ts";
import { SERVICE, trustsEveryPool } from "./trust.ts";

const textOf = (minimum: number, maximum: number) => required(optionalText({ minimum, maximum }));

/** What identity pools demand of resources, by type and in the provider's names (C317, C319, C320, C328). */
const SHAPES: { readonly [type: string]: Shape } = {
  [IDENTITY_POOL]: {
    identityPoolName: required(
      optionalText({ minimum: 1, maximum: 128, pattern: /^[\w\s+=,.@-]+$/ }),
    ),
    cognitoIdentityProviders: listOf(
      structure({
        clientId: optionalText({ minimum: 1, maximum: 128, pattern: /^\w+$/ }),
        providerName: optionalText({ minimum: 1, maximum: 128, pattern: /^[\w._:/-]+$/ }),
      }),
      { maximum: 50 },
    ),
  },
  [IDENTITY_POOL_ROLES]: {
    roleMappings: listOf(
      structure({
        identityProvider: textOf(1, 128),
        type: required(oneOf("Token", "Rules")),
        ambiguousRoleResolution: required(oneOf("AuthenticatedRole", "Deny")),
        mappingRules: listOf(
          structure({
            claim: textOf(1, 64),
            matchType: required(oneOf("Equals", "NotEqual", "StartsWith", "Contains")),
            value: textOf(1, 128),
            roleArn: textOf(20, 2048),
          }),
          { maximum: 25 },
        ),
      }),
      { maximum: 10 },
    ),
  },
  [PRINCIPAL_TAGS]: { identityProviderName: textOf(1, 128) },
};

/** What no shape says. */
const RULES: { readonly [type: string]: (inputs: Properties) => void } = {
  [IDENTITY_POOL_ROLES]: (inputs) => {
    checkDefaultRoles(inputs);
    for (const mapping of objects(inputs["roleMappings"])) checkMapping(mapping);
  },
  [PRINCIPAL_TAGS]: checkTags,
};

/**
 * Refuses what of the program's identity pools AWS would not create, and roles that any identity pool could assume.
 * Whether a role trusts its own pool, AWS finds out only when credentials are asked for (C321).
 * @throws CreationError InvalidParameterException, MalformedPolicyDocument
 */
export function checkIdentityPools(program: Graph): void {
  for (const [type, shape] of Object.entries(SHAPES)) {
    for (const resource of program.ofType(type)) {
      creating(resource, () => {
        checkWritten(shape, resource.inputs);
        RULES[type]?.(resource.inputs);
      });
    }
  }
  for (const role of program.ofType(ROLE)) {
    if (trustsEveryPool(role)) throw openRole(role);
  }
}

/** IAM's refusal; its text is not recorded. */
function openRole(role: Resource): CreationError {
  return new CreationError(role, {
    code: "MalformedPolicyDocument",
    value: `assumeRolePolicy for ${SERVICE}`,
    text: `The trust policy has no condition on ${SERVICE}:aud, so any identity pool could assume the role.`,
    fix: "Add a StringEquals condition on it, with the identity pool's id.",
  });
}

function checkDefaultRoles(inputs: Properties): void {
  const names = Object.keys(members(inputs["roles"]));
  const unknown = names.find((name) => !["authenticated", "unauthenticated"].includes(name));
  if (unknown !== undefined) {
    throw invalidParameter(
      `roles has "${unknown}": the roles of a pool are authenticated and unauthenticated.`,
    );
  }
}

function checkMapping({ type, identityProvider, mappingRules }: Properties): void {
  const hasRules = objects(mappingRules).length > 0;
  if (type === "Rules" && !hasRules) {
    throw invalidParameter(
      `The mapping of ${identityProvider} is by Rules and has no mappingRules.`,
    );
  }
  if (type === "Token" && hasRules) {
    throw invalidParameter(
      `The mapping of ${identityProvider} is by Token and has mappingRules, which only Rules has.`,
    );
  }
}

/** Source: https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetPrincipalTagAttributeMap.html */
function checkTags({ principalTags }: Properties): void {
  const tags = Object.entries(members(principalTags));
  if (tags.length > 50) throw invalidParameter(`${tags.length} principalTags: 50 are the most.`);
  for (const [tag, claim] of tags) {
    if (tag.length <= 128 && String(claim).length <= 256) continue;
    throw invalidParameter(
      `The principal tag "${tag}" of the claim "${String(claim)}" is too long: a tag has up to 128 characters, a claim 256.`,
    );
  }
}
