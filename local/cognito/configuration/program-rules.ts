import { type Graph, type Resource, text } from "../../program/graph.ts";
import { USER_POOL, USER_POOL_CLIENT, USER_POOL_DOMAIN } from "../../program/types.ts";
import { creating } from "../../json-api/refused-creation.ts";
import { checkClientSettings } from "./client-settings.ts";
import { checkDomainName } from "./domain-rules.ts";
import { checkShape, SHAPED_TYPES } from "./program-shapes.ts";
import { checkUserPool } from "./user-pool-rules.ts";

/**
 * Refuses what of the program AWS would not create, each resource on its own; `program-relations.ts` holds them together.
 * @throws CreationError by the operations' rules
 */
export function checkProgram(program: Graph): void {
  for (const type of SHAPED_TYPES) {
    for (const resource of program.ofType(type)) {
      creating(resource, () => {
        RULES[type]?.(resource);
        checkShape(type, resource.inputs);
      });
    }
  }
}

/** What no shape says. */
const RULES: { readonly [type: string]: (resource: Resource) => void } = {
  [USER_POOL]: ({ inputs }) => checkUserPool(inputs),
  [USER_POOL_CLIENT]: ({ inputs, outputs }) => {
    const hasSecret = inputs["generateSecret"] === true || Boolean(text(outputs["clientSecret"]));
    checkClientSettings(inputs, hasSecret);
  },
  [USER_POOL_DOMAIN]: ({ inputs }) =>
    checkDomainName(text(inputs["domain"]) ?? "", Boolean(inputs["certificateArn"])),
};
