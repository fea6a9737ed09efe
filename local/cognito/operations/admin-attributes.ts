import { deleteAttributes, updateAttributes } from "../attributes/updates.ts";
import { administratorsRule } from "../attributes/writes.ts";
import { attributes, map, required } from "../../json-api/input.ts";
import { requireNamed } from "../names.ts";
import { type PoolContext, poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { attributeNames, userOfPool } from "./shapes.ts";

/** What administrators do about users' attributes (C239). */
export const adminAttributeOperations: Operations = {
  AdminUpdateUserAttributes: operation(
    { ...userOfPool, UserAttributes: required(attributes), ClientMetadata: map },
    async (service, input) => {
      const context = poolOf(service, input);
      const user = requireNamed(context, input.Username);
      await updateAttributes(context, user, {
        given: input.UserAttributes,
        ruleOf: rulesFor(context),
      });
      return {};
    },
  ),

  AdminDeleteUserAttributes: operation(
    { ...userOfPool, UserAttributeNames: required(attributeNames) },
    (service, input) => {
      const context = poolOf(service, input);
      const user = requireNamed(context, input.Username);
      deleteAttributes(context, user, {
        names: input.UserAttributeNames,
        ruleOf: rulesFor(context),
      });
      return {};
    },
  ),
};

function rulesFor(context: PoolContext) {
  return (name: string) => administratorsRule(context, name);
}
