import { deepEqual, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { asSarif } from "../../../policy/report/sarif.ts";
import { type Properties, UNKNOWN } from "../../../policy/values.ts";
import { reportOf } from "../support/report.ts";
import { SECURE_STACK } from "../support/secure-stack.ts";
import { all, set, type Stack } from "../support/stack.ts";

interface Log {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly Result[];
  }[];
}

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly suppressions?: readonly object[];
}

/** The schema of SchemaStore, as Microsoft's `@microsoft/jest-sarif` ships it. */
const SCHEMA = join(__dirname, "..", "support", "sarif-2.1.0-rtm.5.json");

/** A mistake that is refused, one that is accepted, and an open route with a reason. */
const MIXED = all(
  set("pool", { "passwordPolicy.minimumLength": 8 }),
  set("permission", { sourceArn: undefined }),
  set("route", { authorizationType: "NONE" }),
  set("integration", { description: "public: Health check" }),
)(SECURE_STACK);
const EXEMPTION = {
  policy: "perm-source-arn",
  resource: "permission",
  reason: "moves in June",
  until: "2026-06-30",
};

const logOf = (stack: Stack, exemptions: readonly unknown[] = []): Log =>
  JSON.parse(asSarif(reportOf(stack, { exemptions }))) as Log;

function resultsOf(log: Log): readonly Result[] {
  return log.runs.flatMap(({ results }) => results);
}

describe("the report as SARIF", () => {
  const ajv = new Ajv({ allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")) as object);
  const errorsOf = (log: Log) => {
    validate(log);
    return validate.errors ?? [];
  };

  it("refuses what is no SARIF, so that the schema is asked at all", () => {
    deepEqual(
      errorsOf({ runs: [] }).map(({ message }) => message),
      ["must have required property 'version'"],
    );
  });

  it("is valid for a stack in order", () => {
    const log = logOf(SECURE_STACK);
    deepEqual(errorsOf(log), []);
    deepEqual(resultsOf(log), []);
  });

  it("is valid for a stack with violations, exemptions and reasons", () => {
    const refused = { ...EXEMPTION, until: "2026-05-31", resource: "nothing" };
    deepEqual(errorsOf(logOf(MIXED, [EXEMPTION, refused])), []);
  });

  it("is valid whatever the stack gets wrong", () => {
    const empty = SECURE_STACK.map((facts) => ({ ...facts, props: {} as Properties }));
    const log = logOf(empty);
    equal(resultsOf(log).length > 10, true);
    deepEqual(errorsOf(log), []);
    const names = SECURE_STACK.map(({ name }) => name);
    const unknown = all(...names.map((name) => set(name, { apiId: UNKNOWN, routeKey: 7 })));
    deepEqual(errorsOf(logOf(unknown(SECURE_STACK))), []);
  });

  it("suppresses what an exemption accepts, with its reason and date", () => {
    const results = resultsOf(logOf(MIXED, [EXEMPTION]));
    const accepted = results.filter(({ ruleId }) => ruleId === "perm-source-arn");
    deepEqual(
      accepted.map(({ level, suppressions }) => [level, suppressions]),
      [
        [
          "error",
          [
            {
              kind: "external",
              status: "accepted",
              justification: "moves in June (until 2026-06-30)",
            },
          ],
        ],
      ],
    );
  });

  it("suppresses what the program gives a reason for", () => {
    const results = resultsOf(logOf(MIXED, [EXEMPTION]));
    const waived = results.filter(({ ruleId }) => ruleId === "route-auth-required");
    deepEqual(
      waived.map(({ level, message, suppressions }) => [level, message.text, suppressions]),
      [
        [
          "note",
          'Every route has an authorization, or a reason for having none. "route" does not: Health check',
          [{ kind: "inSource", status: "accepted", justification: "Health check" }],
        ],
      ],
    );
  });

  it("suppresses nothing that is refused, and describes the policies of all results", () => {
    const log = logOf(MIXED, [EXEMPTION]);
    const refused = resultsOf(log).filter(({ suppressions }) => suppressions === undefined);
    deepEqual(
      refused.map(({ ruleId }) => ruleId),
      ["cog-password-length"],
    );
    const described = log.runs.flatMap(({ tool }) => tool.driver.rules.map(({ id }) => id));
    deepEqual(described.toSorted(), [
      "cog-password-length",
      "perm-source-arn",
      "route-auth-required",
    ]);
  });
});
