import { type Bearer, requireUser } from "../tokens/access-tokens.ts";
import {
  deleteAttributes,
  type RuleOf,
  updateAttributes,
  verifyAttribute,
} from "../attributes/updates.ts";
import { writableRule } from "../attributes/writes.ts";
import { countAttempt, sendCode } from "../messages/codes.ts";
import { invalidParameter } from "../../json-api/errors.ts";
import { attributes, map, required } from "../../json-api/input.ts";
import type { ContactAttribute } from "../pool.ts";
import { operation, type Operations } from "./operation.ts";
import { attributeName, attributeNames, confirmationCode, token } from "./shapes.ts";

/** What a signed-in user does about the own attributes (section 5.10). */
export const attributeOperations: Operations = {
  UpdateUserAttributes: operation(
    { AccessToken: token, UserAttributes: required(attributes), ClientMetadata: map },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      const context = { ...bearer, clientMetadata: input.ClientMetadata };
      const change = { given: input.UserAttributes, ruleOf: rulesFor(bearer) };
      return { CodeDeliveryDetailsList: await updateAttributes(context, bearer.user, change) };
    },
  ),

  DeleteUserAttributes: operation(
    { AccessToken: token, UserAttributeNames: required(attributeNames) },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      const change = { names: input.UserAttributeNames, ruleOf: rulesFor(bearer) };
      deleteAttributes(bearer, bearer.user, change);
      return {};
    },
  ),

  GetUserAttributeVerificationCode: operation(
    { AccessToken: token, AttributeName: required(attributeName), ClientMetadata: map },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      const { pool, user } = bearer;
      const attribute = contact(input.AttributeName);
      countAttempt(bearer, user.sub, "attributeCode");
      const purpose = `verify-${attribute}` as const;
      // A value that waits for its code is the one that is meant (C274).
      const pending = service.store.codes.find(pool.id, user.sub, purpose)?.pending ?? null;
      if (!pending && !user.attributes[attribute]) {
        throw invalidParameter(`User has no ${attribute} to verify.`);
      }
      const context = { ...bearer, clientMetadata: input.ClientMetadata };
      const occasion = "VerifyUserAttribute";
      const code = { user, purpose, attribute, pending, occasion } as const;
      return { CodeDeliveryDetails: await sendCode(context, code) };
    },
  ),

  VerifyUserAttribute: operation(
    { AccessToken: token, AttributeName: required(attributeName), Code: confirmationCode },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      const attribute = contact(input.AttributeName);
      countAttempt(bearer, bearer.user.sub, "verifyAttribute");
      verifyAttribute(bearer, bearer.user, { attribute, code: input.Code });
      return {};
    },
  ),
};

function rulesFor(bearer: Bearer): RuleOf {
  return (name) => writableRule(bearer, name);
}

function contact(name: string): ContactAttribute {
  if (name === "email" || name === "phone_number") return name;
  throw invalidParameter("Only email and phone_number can be verified."); // C229
}
