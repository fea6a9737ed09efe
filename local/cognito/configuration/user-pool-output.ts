import { accountId } from "../../account.ts";
import { members, type Properties, type Resource, text, texts } from "../../program/graph.ts";
import { USER_POOL } from "../../program/types.ts";
import type { AttributeRule } from "../attributes/schema.ts";
import type { UserPool } from "../pool.ts";
import type { PoolContext } from "../service.ts";
import { timestamp } from "../operations/user-output.ts";
import { fromProperties } from "./properties.ts";
import { changeableSettings, fixedSettings, policies } from "./user-pool-shape.ts";

/** The pool as a resource. */
export function resourceOf({ service, pool }: PoolContext): Resource {
  const resource = service.configuration.graph.byId(USER_POOL, pool.id);
  if (!resource) throw new Error(`pool ${pool.id} has no resource`);
  return resource;
}

/** ARN of a user pool (C7). */
export function arnOfPool({ region, id }: Pick<UserPool, "region" | "id">): string {
  return `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
}

/** The times that descriptions of resources carry. */
export function timesOutput({ service }: PoolContext, resource: Resource) {
  const { created, modified } = service.configuration.timesOf(resource);
  return { LastModifiedDate: timestamp(modified), CreationDate: timestamp(created) };
}

/** A pool as DescribeUserPool shows it, defaults filled in. */
export function userPoolOutput(context: PoolContext) {
  const { service, pool } = context;
  const resource = resourceOf(context);
  const { inputs } = resource;
  const { Policies: _policies, ...settings } = changeableSettings;
  const { Schema: _schema, ...fixed } = fixedSettings;
  const isCustom = pool.domain?.name.includes(".");
  return {
    Id: pool.id,
    Name: poolNameOf(resource),
    Arn: arnOfPool(pool),
    ...timesOutput(context, resource),
    ...DEFAULTS,
    ...fromProperties({ ...settings, ...fixed }, inputs),
    Policies: { PasswordPolicy: passwordPolicy(pool), ...signInPolicy(inputs) },
    SchemaAttributes: [SUB, ...[...pool.schema.values()].map(schemaOutput)],
    EstimatedNumberOfUsers: service.store.userSearch.count(pool.id),
    ...(pool.domain &&
      (isCustom ? { CustomDomain: pool.domain.name } : { Domain: pool.domain.name })),
  };
}

/** The name that people gave the pool; not the logical one. */
export function poolNameOf({ inputs, outputs, name }: Resource): string {
  return text(inputs["name"]) ?? text(outputs["name"]) ?? name;
}

const DEFAULTS = {
  DeletionProtection: "INACTIVE", // C284
  LambdaConfig: {},
  VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" }, // C273
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
  MfaConfiguration: "OFF", // C267
  EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" }, // C299
  UserPoolTags: {},
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
  UserPoolTier: "ESSENTIALS", // C281
};

function passwordPolicy({ passwordPolicy: policy }: UserPool) {
  return {
    MinimumLength: policy.minimumLength,
    RequireUppercase: policy.requiresUppercase,
    RequireLowercase: policy.requiresLowercase,
    RequireNumbers: policy.requiresNumbers,
    RequireSymbols: policy.requiresSymbols,
    ...(policy.historySize > 0 && { PasswordHistorySize: policy.historySize }),
    TemporaryPasswordValidityDays: policy.temporaryPasswordDays,
  };
}

function signInPolicy(inputs: Properties) {
  const { SignInPolicy } = policies;
  const given = fromProperties({ SignInPolicy }, inputs);
  const factors = texts(members(inputs["signInPolicy"])["allowedFirstAuthFactors"]);
  return factors.length > 0 ? given : { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } };
}

// C256
const SUB = {
  Name: "sub",
  AttributeDataType: "String",
  DeveloperOnlyAttribute: false,
  Mutable: false,
  Required: true,
  StringAttributeConstraints: { MinLength: "1", MaxLength: "2048" },
};

function schemaOutput({ name, type, isMutable, isRequired, minimum, maximum }: AttributeRule) {
  const text = (limit: number | undefined, member: string) =>
    limit === undefined ? {} : { [member]: String(limit) };
  return {
    Name: name,
    AttributeDataType: type,
    DeveloperOnlyAttribute: name.startsWith("dev:"),
    Mutable: isMutable,
    Required: isRequired,
    ...(type === "String" && {
      StringAttributeConstraints: { ...text(minimum, "MinLength"), ...text(maximum, "MaxLength") },
    }),
    ...(type === "Number" && {
      NumberAttributeConstraints: { ...text(minimum, "MinValue"), ...text(maximum, "MaxValue") },
    }),
  };
}
