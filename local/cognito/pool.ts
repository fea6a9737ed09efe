import {
  type Graph,
  members,
  type Properties,
  type Resource,
  text,
  texts,
} from "../program/graph.ts";
import {
  MANAGED_LOGIN_BRANDING,
  UI_CUSTOMIZATION,
  USER_POOL,
  USER_POOL_CLIENT,
  USER_POOL_DOMAIN,
} from "../program/types.ts";
import { type AttributeRule, readSchema } from "./attributes/schema.ts";
import { type AppClient, readClient } from "./client.ts";
import { readTriggers, type Triggers } from "./triggers/plan.ts";
import { type MfaSettings, readMfa } from "./mfa/settings.ts";
import {
  checkFlowTier,
  type DeviceSettings,
  type FirstFactor,
  type PasskeySettings,
  readDeviceSettings,
  readFirstFactors,
  readPasskeySettings,
} from "./sign-in/sign-in-policy.ts";
import { type PasswordPolicy, readPasswordPolicy } from "./passwords/policy.ts";

/** An attribute that people can be addressed and recognised by. */
export type ContactAttribute = "email" | "phone_number";

/** Where a forgotten password's code may go (C270). */
export type RecoveryChannel = ContactAttribute | "admin_only";

/** A pool's sign-in domain (C293). */
export interface PoolDomain {
  readonly name: string;
  /** 1: classic pages, 2: managed login (C120). */
  readonly version: 1 | 2;
  /** Branding styles by client; without one managed login shows no pages (C121). */
  readonly styles: ReadonlyMap<string, Properties>;
  /** Style sheets and logos of the classic pages by client, "ALL" for those without one (C297). */
  readonly customizations: ReadonlyMap<string, Properties>;
}

/** A user pool of the graph with AWS's defaults filled in. */
export interface UserPool {
  readonly urn: string;
  readonly id: string;
  /** Logical name. */
  readonly name: string;
  readonly region: string;
  /** The part of the id after the underscore; SRP hashes it (C208). */
  readonly shortName: string;
  /** People sign in with these, and have no other user name (C250). */
  readonly usernameAttributes: readonly ContactAttribute[];
  /** People may also sign in with these, once verified (C251). */
  readonly aliasAttributes: readonly string[];
  readonly isCaseSensitive: boolean;
  readonly autoVerified: readonly ContactAttribute[];
  /** These keep their value until the code that went to the new one comes back (C274). */
  readonly verifiedBeforeUpdate: readonly ContactAttribute[];
  readonly schema: ReadonlyMap<string, AttributeRule>;
  readonly passwordPolicy: PasswordPolicy;
  /** Only administrators create users (C271). */
  readonly isAdminOnly: boolean;
  /** In order of priority. */
  readonly recovery: readonly RecoveryChannel[];
  readonly mfa: MfaSettings;
  /** What a choice-based sign-in may begin with (C265). */
  readonly firstFactors: ReadonlySet<FirstFactor>;
  readonly passkeys: PasskeySettings;
  /** Null: no device is tracked. */
  readonly devices: DeviceSettings | null;
  readonly triggers: Triggers;
  readonly domain: PoolDomain | null;
  readonly clients: ReadonlyMap<string, AppClient>;
  /** The pool's own inputs, for what is read rarely (message templates). */
  readonly inputs: Properties;
}

/** Stands for the clients that have no look of their own (C297). */
export const EVERY_CLIENT = "ALL";

/** Every user pool of the graph, in order of registration. */
export function readPools(graph: Graph): readonly UserPool[] {
  return graph.ofType(USER_POOL).map((resource) => readPool(graph, resource));
}

function readPool(graph: Graph, resource: Resource): UserPool {
  const { id, inputs } = resource;
  const clients = graph.where(USER_POOL_CLIENT, "userPoolId", id).map((client) => {
    checkFlowTier(resource, client);
    return readClient(client);
  });
  return {
    urn: resource.urn,
    id,
    name: resource.name,
    region: resource.region,
    shortName: id.slice(id.indexOf("_") + 1),
    usernameAttributes: texts(inputs["usernameAttributes"]).filter(isContact),
    aliasAttributes: texts(inputs["aliasAttributes"]),
    // The API's own default, unlike the console's (C253).
    isCaseSensitive: members(inputs["usernameConfiguration"])["caseSensitive"] !== false,
    autoVerified: texts(inputs["autoVerifiedAttributes"]).filter(isContact),
    verifiedBeforeUpdate: texts(
      members(inputs["userAttributeUpdateSettings"])["attributesRequireVerificationBeforeUpdates"],
    ).filter(isContact),
    schema: readSchema(inputs["schemas"]),
    passwordPolicy: readPasswordPolicy(inputs["passwordPolicy"]),
    isAdminOnly: members(inputs["adminCreateUserConfig"])["allowAdminCreateUserOnly"] === true,
    recovery: readRecovery(inputs),
    mfa: readMfa(inputs),
    firstFactors: readFirstFactors(resource),
    passkeys: readPasskeySettings(resource),
    devices: readDeviceSettings(resource),
    triggers: readTriggers(graph, resource),
    domain: readDomain(graph, id),
    clients: new Map(clients.map((client) => [client.id, client])),
    inputs,
  };
}

/** Whether people can be reached by the attribute. */
export function isContact(attribute: string): attribute is ContactAttribute {
  return attribute === "email" || attribute === "phone_number";
}

const CHANNELS: { readonly [mechanism: string]: RecoveryChannel } = {
  verified_email: "email",
  verified_phone_number: "phone_number",
  admin_only: "admin_only",
};

function readRecovery(inputs: Properties): readonly RecoveryChannel[] {
  const listed = members(inputs["accountRecoverySetting"])["recoveryMechanisms"];
  const mechanisms = (Array.isArray(listed) ? listed : [])
    .map((mechanism) => members(mechanism))
    .sort((one, other) => Number(one["priority"]) - Number(other["priority"]))
    .flatMap((mechanism) => CHANNELS[text(mechanism["name"]) ?? ""] ?? []);
  // Without a setting the older rule holds: phone first, then e-mail (C270).
  return mechanisms.length > 0 ? mechanisms : ["phone_number", "email"];
}

function readDomain(graph: Graph, poolId: string): PoolDomain | null {
  const [domain] = graph.where(USER_POOL_DOMAIN, "userPoolId", poolId);
  if (!domain) return null;
  return {
    name: text(domain.inputs["domain"]) ?? "",
    version: domain.inputs["managedLoginVersion"] === 2 ? 2 : 1,
    styles: byClient(graph.where(MANAGED_LOGIN_BRANDING, "userPoolId", poolId)),
    customizations: byClient(graph.where(UI_CUSTOMIZATION, "userPoolId", poolId)),
  };
}

function byClient(resources: readonly Resource[]): ReadonlyMap<string, Properties> {
  return new Map(resources.map(({ inputs }) => [text(inputs["clientId"]) || EVERY_CLIENT, inputs]));
}
