import { deepEqual } from "node:assert/strict";
import { RULES } from "../../policy/rules.ts";
import { BREAK_HTTP_API } from "./support/broken-http-api.ts";
import { reportOf } from "./support/report.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";

const OF_API = /^(api|stage|route|authz|integ|dn|vpclink)-|^waf-not-on-http-api$/;

describe("a program with every mistake", () => {
  it("is told each mistake of its APIs exactly once", () => {
    const { violations } = reportOf(BREAK_HTTP_API(SECURE_STACK), { profile: "prod" });
    const found = violations.map(({ violation }) => violation.policy);
    deepEqual(
      found.filter((id) => OF_API.test(id)),
      RULES.map(({ id }) => id).filter((id) => OF_API.test(id)),
    );
  });
});
