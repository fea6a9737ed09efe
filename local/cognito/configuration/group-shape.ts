import { type Resource, text } from "../../program/graph.ts";
import { optionalText, required, wholeNumber } from "../../json-api/input.ts";

export const groupName = required(
  optionalText({ minimum: 1, maximum: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u }),
);
const roleArn = optionalText({
  minimum: 20,
  maximum: 2048,
  pattern:
    /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$/,
});

/** What a group has besides its name. */
export const changeableGroupSettings = {
  Description: optionalText({ maximum: 2048 }),
  RoleArn: roleArn,
  Precedence: wholeNumber(0, 2 ** 31 - 1),
};

/** The name that a group has in its pool. */
export function nameOfGroup({ inputs, outputs, name }: Resource): string {
  return text(inputs["name"]) ?? text(outputs["name"]) ?? name;
}
