import { customName } from "../attributes/schema.ts";
import { fromProperties, toProperties } from "../configuration/properties.ts";
import { arnOfPool, resourceOf } from "../configuration/user-pool-output.ts";
import { isCustomSchema } from "../configuration/user-pool-rules.ts";
import {
  mfaConfiguration,
  schemaAttribute,
  smsConfiguration,
} from "../configuration/user-pool-shape.ts";
import { invalidParameter, notFound } from "../../json-api/errors.ts";
import {
  flag,
  listOf,
  map,
  oneOf,
  optionalText,
  required,
  structure,
} from "../../json-api/input.ts";
import { objects, type Properties, text } from "../../program/graph.ts";
import { type PoolContext, poolOf, type Service } from "../service.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { userPoolId } from "./shapes.ts";
import { mutableByDefault, saveUserPool } from "./user-pools.ts";

const MOST_CUSTOM_ATTRIBUTES = 50; // C257

const factors = {
  SmsMfaConfiguration: structure({
    SmsAuthenticationMessage: optionalText({ minimum: 6, maximum: 140 }),
    SmsConfiguration: smsConfiguration,
  }),
  SoftwareTokenMfaConfiguration: structure({ Enabled: flag }),
  EmailMfaConfiguration: structure({
    Message: optionalText({ minimum: 6, maximum: 20_000 }),
    Subject: optionalText({ minimum: 1, maximum: 140 }),
  }),
  WebAuthnConfiguration: structure({
    RelyingPartyId: optionalText({ minimum: 1, maximum: 63 }),
    UserVerification: oneOf("required", "preferred"),
  }),
};

const poolArn = required(optionalText({ minimum: 20, maximum: 2048 }));

/** Parts of a pool that have operations of their own: second factors (C267), attributes (C258) and tags. */
export const userPoolSettingOperations: Operations = {
  GetUserPoolMfaConfig: operation({ UserPoolId: userPoolId }, (service, input) =>
    mfaOutput(poolOf(service, input)),
  ),

  SetUserPoolMfaConfig: operation(
    { UserPoolId: userPoolId, ...factors, MfaConfiguration: mfaConfiguration },
    (service, input) => {
      const context = poolOf(service, input);
      const { smsMfaConfiguration, ...given } = toProperties(factors, input);
      // The pool's own inputs hold what the operation puts together for messages by SMS.
      const sms = (smsMfaConfiguration as Properties | undefined) ?? {};
      const mode = input.MfaConfiguration;
      const changed = {
        ...resourceOf(context).inputs,
        ...given,
        ...sms,
        ...(mode && { mfaConfiguration: mode }),
      };
      if (mode === "OFF") refuseFactors(changed, Object.keys({ ...given, ...sms }));
      saveUserPool(service, context.pool.id, changed);
      return mfaOutput(poolOf(service, input));
    },
  ),

  AddCustomAttributes: operation(
    {
      UserPoolId: userPoolId,
      CustomAttributes: required(listOf(schemaAttribute, { minimum: 1, maximum: 25 })),
    },
    (service, input) => {
      const context = poolOf(service, input);
      const { inputs } = resourceOf(context);
      const added = input.CustomAttributes.map((attribute) =>
        customAttribute(toProperties(schemaAttribute.shape, attribute)),
      );
      const schemas = [...objects(inputs["schemas"]), ...added];
      if (schemas.filter(isCustomSchema).length > MOST_CUSTOM_ATTRIBUTES) {
        throw invalidParameter(`A pool has at most ${MOST_CUSTOM_ATTRIBUTES} custom attributes.`);
      }
      saveUserPool(service, context.pool.id, { ...inputs, schemas });
      return {};
    },
  ),

  TagResource: operation({ ResourceArn: poolArn, Tags: required(map) }, (service, input) =>
    retag(service, input.ResourceArn, (tags) => ({ ...tags, ...input.Tags })),
  ),

  UntagResource: operation(
    { ResourceArn: poolArn, TagKeys: required(listOf(optionalText({ minimum: 1, maximum: 128 }))) },
    (service, input) =>
      retag(service, input.ResourceArn, (tags) => {
        const left = Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key));
        return Object.fromEntries(left);
      }),
  ),

  ListTagsForResource: operation({ ResourceArn: poolArn }, (service, input) => {
    const { inputs } = resourceOf(poolByArn(service, input.ResourceArn));
    return { Tags: inputs["tags"] ?? {} };
  }),
};

function mfaOutput(context: PoolContext): Output {
  const { inputs } = resourceOf(context);
  const { smsAuthenticationMessage, smsConfiguration: sms } = inputs;
  const smsMfa = { ...(smsAuthenticationMessage && { smsAuthenticationMessage }) };
  const held: Properties = {
    ...inputs,
    ...(sms && { smsMfaConfiguration: { ...smsMfa, smsConfiguration: sms } }),
  };
  return {
    ...fromProperties(factors, held),
    MfaConfiguration: text(inputs["mfaConfiguration"]) ?? "OFF",
  };
}

/** Whether one of the inputs configures a second factor. */
function hasFactor({ smsConfiguration: sms, ...inputs }: Properties): boolean {
  const totp = inputs["softwareTokenMfaConfiguration"] as Properties | undefined;
  return (
    sms !== undefined || totp?.["enabled"] === true || inputs["emailMfaConfiguration"] !== undefined
  );
}

/** Refuses factors for a pool that asks for none (C267). */
function refuseFactors(inputs: Properties, given: readonly string[]): void {
  const isFactorGiven = given.some(
    (name) => name !== "webAuthnConfiguration" && hasFactor({ [name]: inputs[name] ?? {} }),
  );
  if (isFactorGiven) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    );
  }
}

/** Under its full name: it is one of the pool's own, also where a standard one is called like it. */
function customAttribute(schema: Properties): Properties {
  return mutableByDefault({ ...schema, name: customName(schema) });
}

function poolByArn(service: Service, arn: string): PoolContext {
  const pool = service.pools.find((candidate) => arnOfPool(candidate) === arn);
  if (!pool) throw notFound(`Resource ${arn} does not exist.`);
  return { service, pool };
}

function retag(service: Service, arn: string, change: (tags: Properties) => Properties): Output {
  const context = poolByArn(service, arn);
  const { inputs } = resourceOf(context);
  const tags = change((inputs["tags"] ?? {}) as Properties);
  saveUserPool(service, context.pool.id, { ...inputs, tags });
  return {};
}
