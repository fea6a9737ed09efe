import { deepEqual } from "node:assert/strict";
import { RULES } from "../../policy/rules.ts";
import { levelIn } from "../../policy/profiles.ts";
import { BREAK_ACCOUNT } from "./support/broken-account.ts";
import { BREAK_HTTP_API } from "./support/broken-http-api.ts";
import { reportOf } from "./support/report.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";

const OF_API = /^(api|stage|route|authz|integ|dn|vpclink)-|^waf-not-on-http-api$/;
const OF_ACCOUNT = /^(fn|perm|iam|log|ddb|waf|kms|alarm|stack|graph)-(?!not-on-http-api)/;

describe("a program with every mistake", () => {
  it("is told each mistake of its APIs exactly once", () => {
    const { violations } = reportOf(BREAK_HTTP_API(SECURE_STACK), { profile: "prod" });
    const found = violations.map(({ violation }) => violation.policy);
    deepEqual(
      found.filter((id) => OF_API.test(id)),
      RULES.map(({ id }) => id).filter((id) => OF_API.test(id)),
    );
  });

  it("is told each mistake of its functions, roles and data exactly once", () => {
    const { violations } = reportOf(BREAK_ACCOUNT(SECURE_STACK), { profile: "prod" });
    const found = violations.map(({ violation }) => violation.policy);
    const told = RULES.filter((rule) => levelIn("prod", rule) !== "disabled").map(({ id }) => id);
    deepEqual(
      found.filter((id) => OF_ACCOUNT.test(id)),
      told.filter((id) => OF_ACCOUNT.test(id)),
    );
  });
});
