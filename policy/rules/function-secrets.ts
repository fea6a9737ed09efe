import type { Rule } from "../rule.ts";
import { looksSecret, SECRET_IN_CODE } from "../secret-text.ts";
import { FUNCTION } from "../types.ts";
import { isObject, SECRET, type Value, within } from "../values.ts";

const VARIABLES = "environment.variables";
/** Parts of an archive that are no file names. */
const PARTS = new Set(["archive", "assets"]);

export const FUNCTION_SECRET_RULES: readonly Rule[] = [
  {
    id: "fn-env-no-secrets",
    scope: "resource",
    types: [FUNCTION],
    description: "Environment variables of functions hold no secrets.",
    why: "Whoever may look at a function sees its variables, and so does every dependency it loads.",
    remedy:
      "Keep the value in Secrets Manager or as an SSM SecureString, and give the function its name or ARN.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "present",
    ids: ["CKV_AWS_45", "prow:awslambda_function_no_secrets_in_variables"],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: [
      function* (handler) {
        for (const [name, value] of Object.entries(handler.members(VARIABLES))) {
          const isPlain = typeof value === "string" && looksSecret(name, value);
          // The name says where; the value is nobody's business.
          if (value !== SECRET && !isPlain) continue;
          const path = within(VARIABLES, name);
          yield handler.violation(path, "a reference to a secret", { found: SECRET });
        }
      },
    ],
  },
  {
    id: "fn-env-cmk",
    scope: "resource",
    types: [FUNCTION],
    description: "Environment variables are encrypted with a customer's own key.",
    why: "Uses of an own key are on record, and it can be taken away.",
    remedy: "Set kmsKeyArn; leave it out where there are no variables, as Lambda drops it then.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "present",
    ids: ["CKV_AWS_173", "prow:awslambda_function_env_vars_not_encrypted_with_cmk", "AC_AWS_0471"],
    reference: "https://github.com/prowler-cloud/prowler",
    applies: (handler) => handler.has(VARIABLES) || handler.has("kmsKeyArn"),
    checks: [
      function* (handler) {
        const hasVariables = Object.keys(handler.members(VARIABLES)).length > 0;
        if (hasVariables && !handler.has("kmsKeyArn")) {
          yield handler.violation("kmsKeyArn", "the ARN of a key");
        }
        if (!hasVariables && handler.text("kmsKeyArn") !== "") {
          yield handler.violation("kmsKeyArn", "nothing without variables");
        }
      },
    ],
  },
  {
    id: "fn-code-no-secrets",
    scope: "resource",
    types: [FUNCTION],
    description: "The code of functions holds no keys.",
    why: "Code is copied to places that nobody guards as a secret: builds, caches, consoles.",
    remedy: "Take the key out of the code and replace it: it has been published.",
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: ["prow:awslambda_function_no_secrets_in_code"],
    reference: "https://github.com/prowler-cloud/prowler",
    // Only the recorder reads the files, and tells those of 64 kB or less.
    applies: (handler) => filesOf(handler.members("code")).next().done === false,
    checks: [
      function* (handler) {
        for (const { file, text } of filesOf(handler.members("code"))) {
          if (!SECRET_IN_CODE.test(text)) continue;
          const found = file === "" ? SECRET : `[secret] in ${file}`;
          yield handler.violation("code", "no key", { found });
        }
      },
    ],
  },
];

interface File {
  /** Empty for code that is one text. */
  readonly file: string;
  readonly text: string;
}

/** The files of an archive whose text is told. */
function* filesOf(value: Value, file = ""): Generator<File> {
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === "text" && typeof member === "string") yield { file, text: member };
    else yield* filesOf(member, PARTS.has(name) ? file : name);
  }
}
