import { deepEqual, equal } from "node:assert/strict";
import { coverageLine, coverageOf } from "../../../policy/report/coverage.ts";
import { RULES } from "../../../policy/rules.ts";
import { PROFILES } from "../../../policy/profiles.ts";
import type { Answer } from "../../../policy/stack-review.ts";
import { UNANSWERABLE } from "../../../policy/unanswerable.ts";
import { ruleOf } from "../support/cases.ts";
import { reportOf } from "../support/report.ts";
import { SECURE_STACK } from "../support/secure-stack.ts";
import { all, remove, set } from "../support/stack.ts";

const LIKE_HUB = /^(Cognito|APIGateway)\.\d+$/;
/** Policies of the tests, so that new ones change nothing here. */
const asking = (id: string, ids: readonly string[]) => ({
  ...ruleOf("cog-password-length"),
  id,
  ids,
});

const lines = (answers: Readonly<Record<string, Answer>>, rules: ReturnType<typeof asking>[]) =>
  coverageOf("fsbp", rules, new Map(Object.entries(answers))).map(coverageLine);

const cognito = [1, 2, 3, 4, 5, 6].map((number) => asking(`c${number}`, [`Cognito.${number}`]));
const gateway = [8, 9, 10].map((number) => asking(`g${number}`, [`APIGateway.${number}`]));
const passed = (...rules: readonly { readonly id: string }[]): Record<string, Answer> =>
  Object.fromEntries(rules.map(({ id }) => [id, "passed"]));

describe("the coverage of a framework", () => {
  it("counts the controls that are met, service by service", () => {
    const rules = [...gateway, ...cognito];
    deepEqual(lines(passed(...rules), rules), [
      "Security Hub Cognito.1–6: 6 of 6",
      "Security Hub APIGateway.8–10: 3 of 3",
    ]);
  });

  it("names the controls that are not met, and why", () => {
    const answers: Record<string, Answer> = {
      ...passed(...gateway),
      c1: "violated",
      c2: "waived",
      c3: "not judged",
      c4: "not applicable",
      c5: "passed",
    };
    deepEqual(lines(answers, [...cognito, ...gateway]), [
      "Security Hub Cognito.1–6: 2 of 6 (Cognito.1 violated, Cognito.2 waived, Cognito.3 not judged, " +
        "Cognito.6 not asked, 1 without a resource)",
      "Security Hub APIGateway.8–10: 3 of 3",
    ]);
  });

  it("takes the worst answer of all policies that ask for the same", () => {
    const rules = [...cognito, ...gateway, asking("other", ["Cognito.3"])];
    const [first] = lines({ ...passed(...rules), other: "violated" }, rules);
    equal(first, "Security Hub Cognito.1–6: 5 of 6 (Cognito.3 violated)");
  });

  it("counts other services by what the policies ask, with gaps", () => {
    const lambda = asking("lambda", ["Lambda.1", "Lambda.2", "Lambda.3", "Lambda.7", "CKV_AWS_1"]);
    const [, , third] = lines(passed(lambda), [lambda]);
    equal(third, "Security Hub Lambda.1–3, 7: 4 of 4");
  });

  it("leaves out what cannot be answered, and what is disabled", () => {
    const waf = asking("waf", ["APIGateway.4"]);
    const off = asking("off", ["SNS.1"]);
    equal(
      lines(passed(waf), [waf, off]).some((line) => /APIGateway\.4|SNS/.test(line)),
      false,
    );
  });

  it("is told for frameworks alone", () => {
    deepEqual(
      PROFILES.filter((profile) => reportOf(SECURE_STACK, { profile }).coverage.length > 0),
      ["fsbp", "asvs-l2", "hipaa", "nist-800-53", "pci"],
    );
  });

  it("follows the stack", () => {
    const stack = all(
      set("stage", { accessLogSettings: undefined }),
      remove("private"),
    )(SECURE_STACK);
    const gatewayLine = reportOf(stack, { profile: "fsbp" })
      .coverage.map(coverageLine)
      .find((line) => line.includes("APIGateway"));
    equal(
      gatewayLine,
      "Security Hub APIGateway.8–10: 2 of 3 (APIGateway.9 violated, 1 without a resource)",
    );
  });
});

describe("rules that no stack can answer", () => {
  it("are told under a framework, with the reason", () => {
    const { unanswerable } = reportOf(SECURE_STACK, { profile: "fsbp" });
    deepEqual(unanswerable, UNANSWERABLE);
    deepEqual(reportOf(SECURE_STACK, { profile: "prod" }).unanswerable, []);
  });

  it("name every Security Hub control of REST APIs alone, and none that a policy must answer", () => {
    const ids = UNANSWERABLE.flatMap((one) => one.ids).filter((id) => LIKE_HUB.test(id));
    deepEqual(
      ids.toSorted(),
      [1, 2, 3, 4, 5].map((number) => `APIGateway.${number}`),
    );
    equal(new Set(ids).size, ids.length);
  });

  it("hold the ones of the web ACL that scanners ask of HTTP APIs", () => {
    const found = UNANSWERABLE.find(({ ids }) => ids.includes("APIGateway.4"));
    deepEqual(
      ["CKV2_AWS_29", "CKV2_AWS_77", "nag:AwsSolutions-APIG3"].filter(
        (id) => !found?.ids.includes(id),
      ),
      [],
    );
  });

  it("leave the controls of gateways to policies of the pack", () => {
    const asked = new Set(RULES.flatMap(({ ids }) => ids));
    deepEqual(
      [8, 9, 10].map((number) => `APIGateway.${number}`).filter((id) => !asked.has(id)),
      [],
    );
  });
});
