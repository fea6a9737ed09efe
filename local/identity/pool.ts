import {
  type Graph,
  members,
  objects,
  type Properties,
  type Resource,
  text,
} from "../program/graph.ts";
import { IDENTITY_POOL, IDENTITY_POOL_ROLES } from "../program/types.ts";

/** An identity pool of the graph (C313–C320). */
export interface IdentityPool {
  /** `REGION:UUID` */
  readonly id: string;
  /** Logical name. */
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  /** @default false (C318) */
  readonly allowsGuests: boolean;
  /** @default false (C316) */
  readonly allowsClassicFlow: boolean;
  /** User pools whose ID tokens are taken (C317). */
  readonly providers: readonly Provider[];
  /** ARNs of the default roles (C319). */
  readonly roles: { readonly authenticated?: string; readonly unauthenticated?: string };
  /** By `PROVIDER:CLIENTID`. */
  readonly roleMappings: ReadonlyMap<string, RoleMapping>;
  /** Tags and the claims that they come from, by provider (C320). */
  readonly principalTags: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A user pool's client. */
export interface Provider {
  /** `cognito-idp.REGION.amazonaws.com/POOLID` */
  readonly name: string;
  readonly clientId: string;
  /** Whether a user who signed out, or was disabled, is refused. */
  readonly isChecked: boolean;
}

/** How a signed-in user's role is chosen (C319). */
export interface RoleMapping {
  readonly type: "Token" | "Rules";
  /** What becomes of a user for whom no role is found; as good as `Deny` when it is not set. */
  readonly whenAmbiguous: string | undefined;
  /** The first one that matches counts. */
  readonly rules: readonly RoleRule[];
}

/** A rule on a claim. */
export interface RoleRule {
  readonly claim: string;
  /** `Equals`, `NotEqual`, `StartsWith` or `Contains`. */
  readonly matchType: string;
  readonly value: string;
  readonly roleArn: string;
}

/** Attributes for access control of one provider's users (C320). */
export const PRINCIPAL_TAGS =
  "aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag";

/** Every identity pool of the graph, in order of registration. */
export function readIdentityPools(graph: Graph): readonly IdentityPool[] {
  return graph.ofType(IDENTITY_POOL).map((resource) => readPool(graph, resource));
}

function readPool(graph: Graph, { id, name, region, inputs, outputs }: Resource): IdentityPool {
  const [attachment] = graph.where(IDENTITY_POOL_ROLES, "identityPoolId", id);
  const roles = members(attachment?.inputs["roles"]);
  const authenticated = text(roles["authenticated"]);
  const unauthenticated = text(roles["unauthenticated"]);
  return {
    id,
    name,
    region,
    arn: text(outputs["arn"]) ?? "",
    allowsGuests: inputs["allowUnauthenticatedIdentities"] === true,
    allowsClassicFlow: inputs["allowClassicFlow"] === true,
    providers: objects(inputs["cognitoIdentityProviders"]).map((provider) => ({
      name: text(provider["providerName"]) ?? "",
      clientId: text(provider["clientId"]) ?? "",
      isChecked: provider["serverSideTokenCheck"] === true,
    })),
    roles: {
      ...(authenticated !== undefined && { authenticated }),
      ...(unauthenticated !== undefined && { unauthenticated }),
    },
    roleMappings: new Map(
      objects(attachment?.inputs["roleMappings"]).map((mapping) => [
        text(mapping["identityProvider"]) ?? "",
        readMapping(mapping),
      ]),
    ),
    principalTags: new Map(
      graph
        .where(PRINCIPAL_TAGS, "identityPoolId", id)
        .map((tags) => [text(tags.inputs["identityProviderName"]) ?? "", readTags(tags)]),
    ),
  };
}

function readMapping(mapping: Properties): RoleMapping {
  return {
    type: mapping["type"] === "Rules" ? "Rules" : "Token",
    whenAmbiguous: text(mapping["ambiguousRoleResolution"]),
    rules: objects(mapping["mappingRules"]).map((rule) => ({
      claim: text(rule["claim"]) ?? "",
      matchType: text(rule["matchType"]) ?? "",
      value: text(rule["value"]) ?? "",
      roleArn: text(rule["roleArn"]) ?? "",
    })),
  };
}

/** What a pool that uses the defaults makes tags of (C320). */
const DEFAULT_TAGS: ReadonlyMap<string, string> = new Map([
  ["username", "sub"],
  ["client", "aud"],
]);

function readTags({ inputs }: Resource): ReadonlyMap<string, string> {
  if (inputs["useDefaults"] === true) return DEFAULT_TAGS;
  const given = Object.entries(members(inputs["principalTags"]));
  return new Map(
    given.flatMap(([tag, claim]) => (typeof claim === "string" ? [[tag, claim]] : [])),
  );
}
