import type { Rule } from "../rule.ts";
import { CLIENT, STACK } from "../types.ts";
import { isList, isObject, type Path, pathText, type Value } from "../values.ts";
import { hasSecret } from "./client-kind.ts";

const NAME = /client.*secret$/i;
/** What Cognito makes as the secret of a client. */
const CLIENT_SECRET = /^[a-z0-9]{48,56}$/;

export const CLIENT_SECRET_RULES: readonly Rule[] = [
  {
    id: "client-secret-not-exported",
    scope: "stack",
    types: [STACK],
    description: "No output of the stack shows the secret of a client.",
    why: "Outputs are printed, copied into tickets and read by other stacks.",
    remedy: "Export it as pulumi.secret(…), or not at all: whoever needs it can ask Cognito.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "present",
    ids: [],
    reference: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    applies: ({ facts }, { stack }) =>
      facts.tellsSecrets === true && stack.all(CLIENT).some(hasSecret),
    checks: [
      function* (root) {
        for (const { path, text } of textsBelow(root.facts.props, [])) {
          if (!CLIENT_SECRET.test(text) && !NAME.test(pathText(path))) continue;
          yield root.violation(path, "a secret, or no output", { found: "[in clear]" });
        }
      },
    ],
  },
];

/** Every text of a value, wherever it stands, but secrets and empty ones. */
function* textsBelow(
  value: Value,
  path: readonly (string | number)[],
): Iterable<{ readonly path: Path; readonly text: string }> {
  if (typeof value === "string" && value !== "") yield { path, text: value };
  const members = isList(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [step, member] of members) yield* textsBelow(member, [...path, step]);
}
