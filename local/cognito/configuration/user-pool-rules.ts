import { type Properties, members, objects, text, texts } from "../../program/graph.ts";
import { customName, STANDARD_ATTRIBUTES } from "../attributes/schema.ts";
import { invalidParameter, ServiceError } from "../../json-api/errors.ts";
import { asksForEmail, lacksEmailSender, lacksFactor, readMfa } from "../mfa/settings.ts";
import { checkMessages } from "./message-rules.ts";

/** Refuses settings of a pool that AWS refuses. @param inputs in the provider's form */
export function checkUserPool(inputs: Properties): void {
  if (
    texts(inputs["usernameAttributes"]).length > 0 &&
    texts(inputs["aliasAttributes"]).length > 0
  ) {
    const text = "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.";
    throw invalidParameter(text); // C252, text not recorded
  }
  checkSchemas(objects(inputs["schemas"]));
  checkVerification(inputs);
  checkMessages(inputs);
  checkSenders(inputs);
  checkRecovery(inputs);
  checkTier(inputs);
  checkMfa(inputs);
}

function checkSchemas(schemas: readonly Properties[]): void {
  const names = new Set<string>();
  for (const schema of schemas) {
    checkSchema(schema);
    if (!isCustomSchema(schema)) continue;
    const name = customName(schema);
    if (names.has(name)) {
      throw invalidParameter(`${name}: Existing attribute already has name ${name}.`); // C258
    }
    names.add(name);
  }
}

/** Whether the attribute is one of the pool's own, not a standard one (C257). */
export function isCustomSchema(schema: Properties): boolean {
  const name = text(schema["name"]) ?? "";
  return name !== "sub" && !(STANDARD_ATTRIBUTES as readonly string[]).includes(name);
}

const LONGEST_TEXT = 2048;

/** The rules of C257 and C259 for one attribute. */
function checkSchema(schema: Properties): void {
  const name = text(schema["name"]) ?? "";
  const isStandard = !isCustomSchema(schema);
  const type = text(schema["attributeDataType"]);
  if (isStandard && (changesType(name, type) || schema["developerOnlyAttribute"] === true)) {
    throw invalidParameter(
      "You can not change AttributeDataType or set developerOnlyAttribute for standard schema " +
        `attribute ${name}`,
    );
  }
  if (!isStandard && type === undefined) {
    throw invalidParameter(
      "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
    );
  }
  if (!isStandard && schema["required"] === true) {
    throw invalidParameter("Required custom attributes are not supported currently.");
  }
  checkLimits(name, schema);
}

const OTHER_TYPES: { readonly [name: string]: string } = {
  email_verified: "Boolean",
  phone_number_verified: "Boolean",
  updated_at: "Number",
};

function changesType(name: string, type: string | undefined): boolean {
  return type !== undefined && type !== (OTHER_TYPES[name] ?? "String");
}

function checkLimits(name: string, schema: Properties): void {
  const { minLength, maxLength } = members(schema["stringAttributeConstraints"]);
  if ([minLength, maxLength].some((length) => Number(length ?? 0) > LONGEST_TEXT)) {
    throw invalidParameter(
      `user.${name}: String attributes cannot have a length of more than ${LONGEST_TEXT}`,
    );
  }
  if (Number(minLength ?? 0) > Number(maxLength ?? LONGEST_TEXT)) {
    throw invalidParameter(`user.${name}: Max length cannot be less than min length.`);
  }
  const { minValue, maxValue } = members(schema["numberAttributeConstraints"]);
  if (minValue !== undefined && maxValue !== undefined && Number(minValue) > Number(maxValue)) {
    throw invalidParameter(`user.${name}: Max value cannot be less than min value.`);
  }
}

function checkVerification(inputs: Properties): void {
  const { attributesRequireVerificationBeforeUpdates: kept } = members(
    inputs["userAttributeUpdateSettings"],
  );
  const verified = texts(inputs["autoVerifiedAttributes"]);
  if (texts(kept).some((name) => !verified.includes(name))) {
    // C274, text not recorded
    throw invalidParameter(
      "AttributesRequireVerificationBeforeUpdate may hold auto verified attributes only.",
    );
  }
  const config = members(inputs["adminCreateUserConfig"]);
  const days = members(inputs["passwordPolicy"])["temporaryPasswordValidityDays"];
  if (config["unusedAccountValidityDays"] !== undefined && days !== undefined) {
    throw invalidParameter(
      "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    ); // C266
  }
}

/** Second factors need what their codes are sent with, and MFA one that users can set up (C267, C346; texts not recorded). */
function checkMfa(inputs: Properties): void {
  if (lacksEmailSender(inputs)) {
    throw invalidParameter("Codes by e-mail need EmailSendingAccount DEVELOPER.");
  }
  if (lacksFactor(inputs)) {
    throw invalidParameter("At least one MFA factor has to be configured to turn MFA on.");
  }
}

/** Without a key there is nothing that codes could be encrypted with (C306, texts not recorded). */
function checkSenders(inputs: Properties): void {
  const config = members(inputs["lambdaConfig"]);
  const senders = [config["customEmailSender"], config["customSmsSender"]].filter(Boolean);
  if (senders.length > 0 && !text(config["kmsKeyId"])) {
    throw invalidParameter("CustomEmailSender and CustomSMSSender need a KMSKeyID.");
  }
  if (senders.some((sender) => members(sender)["lambdaVersion"] !== "V1_0")) {
    throw invalidParameter("The LambdaVersion of a custom sender is V1_0.");
  }
}

function checkRecovery(inputs: Properties): void {
  const mechanisms = objects(members(inputs["accountRecoverySetting"])["recoveryMechanisms"]);
  const names = mechanisms.map(({ name }) => name);
  if (names.includes("admin_only") && names.length > 1) {
    throw invalidParameter("Account Recovery Setting admin_only cannot be combined with others."); // C270
  }
}

// C281, C282; the lowest tier that has the feature.
const TIERS = ["LITE", "ESSENTIALS", "PLUS"];
const FEATURES: readonly {
  readonly name: string;
  readonly tier: "ESSENTIALS" | "PLUS";
  readonly isUsed: (inputs: Properties) => boolean;
}[] = [
  {
    name: "Threat protection",
    tier: "PLUS",
    isUsed: ({ userPoolAddOns }) => {
      const mode = members(userPoolAddOns)["advancedSecurityMode"];
      return mode !== undefined && mode !== "OFF";
    },
  },
  {
    name: "Choice-based sign-in",
    tier: "ESSENTIALS",
    isUsed: ({ signInPolicy }) =>
      texts(members(signInPolicy)["allowedFirstAuthFactors"]).some(
        (factor) => factor !== "PASSWORD",
      ),
  },
  {
    name: "MFA by e-mail",
    tier: "ESSENTIALS",
    isUsed: (inputs) => readMfa(inputs).configuration !== "OFF" && asksForEmail(inputs),
  },
  {
    name: "Password history",
    tier: "ESSENTIALS",
    isUsed: ({ passwordPolicy }) => Number(members(passwordPolicy)["passwordHistorySize"] ?? 0) > 0,
  },
];

function checkTier(inputs: Properties): void {
  const tier = TIERS.indexOf(text(inputs["userPoolTier"]) ?? "ESSENTIALS");
  const missing = FEATURES.find(
    (feature) => TIERS.indexOf(feature.tier) > tier && feature.isUsed(inputs),
  );
  if (!missing) return;
  throw new ServiceError(
    "FeatureUnavailableInTierException",
    `${missing.name} is available from the ${missing.tier} tier on.`,
  );
}
