import type { Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import { looksSecret } from "../secret-text.ts";
import {
  API,
  CONFIGURATION,
  FUNCTION,
  KMS_KEY,
  LOG_GROUP,
  METRIC_ALARM,
  POLICY,
  PROVIDER,
  ROLE,
  STACK,
  STAGE,
  TABLE,
  USER_POOL,
  WEB_ACL,
} from "../types.ts";
import { isList, isObject, type Value } from "../values.ts";

const TAGGED = [
  API,
  FUNCTION,
  KMS_KEY,
  LOG_GROUP,
  METRIC_ALARM,
  POLICY,
  ROLE,
  STAGE,
  TABLE,
  USER_POOL,
  WEB_ACL,
];
const REQUIRED_TAGS = ["project", "stack"];

export const PROGRAM_RULES: readonly Rule[] = [
  {
    id: "stack-no-plain-secrets",
    scope: "resource",
    types: [STACK, CONFIGURATION],
    description: "Secrets among outputs and configuration are marked as secret.",
    why: "Both are printed in every log of a deployment and kept in clear otherwise.",
    remedy: "Wrap the output in pulumi.secret; set the key with pulumi config set --secret.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "present",
    ids: [],
    reference: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    // The engine shows secrets in clear, so that nothing tells there which are marked.
    applies: ({ facts }) => facts.tellsSecrets === true,
    checks: [
      function* (resource) {
        for (const [name, value] of Object.entries(resource.facts.props)) {
          for (const { path, text } of textsIn([name], value)) {
            const key = String(path.at(-1)).replace(/^.*:/, "");
            if (!looksSecret(key, text)) continue;
            yield resource.violation(path, "a secret", { found: "[plain text]" });
          }
        }
      },
    ],
  },
  {
    id: "stack-tags",
    scope: "stack",
    types: [STACK],
    description: "Resources are tagged with the project and the stack that they belong to.",
    why: "Bills and incidents come with a resource's name, and somebody has to find its owner.",
    remedy:
      "Set defaultTags of the provider: pulumi config set --path aws:defaultTags.tags.project NAME.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference: "https://www.pulumi.com/registry/packages/aws/installation-configuration/",
    applies: (_, { stack }) => TAGGED.some((type) => stack.all(type).length > 0),
    checks: [
      function* (resource, context) {
        if (defaultTagsIn(context).some(hasRequired)) return;
        const untagged = TAGGED.flatMap((type) => context.stack.all(type)).filter(isUntagged);
        const [first] = untagged;
        if (first === undefined) return;
        const names = REQUIRED_TAGS.join(" and ");
        const others = untagged.length > 1 ? ` and ${untagged.length - 1} more resources` : "";
        yield resource.lacks(
          `tags ${names} on "${first.facts.name}"${others}`,
          "both tags on each",
        );
      },
    ],
  },
];

interface Text {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

function* textsIn(path: readonly (string | number)[], value: Value): Iterable<Text> {
  if (typeof value === "string") yield { path, text: value };
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    yield* textsIn([...path, isList(value) ? Number(name) : name], member as Value);
  }
}

/** Tags that providers put on everything: of the configuration, and of providers that the program makes. */
function defaultTagsIn({ stack }: StackContext): readonly Value[] {
  const configured = stack.all(CONFIGURATION).map(({ facts }) => facts.props["aws:defaultTags"]);
  const made = stack.all(PROVIDER).map(({ facts }) => facts.props["defaultTags"]);
  return [...configured, ...made].map((value) => {
    const tags = typeof value === "string" ? parsed(value) : value;
    return (isObject(tags) ? tags["tags"] : tags) ?? null;
  });
}

function isUntagged({ facts: { props } }: Resource): boolean {
  const sets = [props["tags"], props["tagsAll"]].map((tags) => tags ?? null);
  return !sets.some(hasRequired);
}

/** Whether the tags are there; those that are not known yet may be. */
function hasRequired(tags: Value): boolean {
  if (typeof tags === "symbol") return true;
  const names = isObject(tags) ? Object.keys(tags).map((name) => name.toLowerCase()) : [];
  return REQUIRED_TAGS.every((name) => names.includes(name));
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}
