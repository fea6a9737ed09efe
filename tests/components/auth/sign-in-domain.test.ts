import assert from "node:assert/strict";
import { derivedDomainPrefix, signInDomainProblem } from "../../../components/auth/sign-in-domain";

describe("domain prefixes", () => {
  for (const prefix of ["a", "orders-login", "0a9", "a".repeat(63)]) {
    it(`C293: takes ${prefix}`, () => assert.equal(signInDomainProblem({ prefix }), undefined));
  }

  const form =
    "must be 1 to 63 lower-case letters, digits and inner hyphens, for instance orders-login";
  const bad: readonly [string, string][] = [
    ["Orders", form],
    ["-orders", form],
    ["orders-", form],
    ["or.ders", form],
    ["a".repeat(64), form],
    ["my-aws-login", 'must not contain "aws"'],
    ["amazonia", 'must not contain "amazon"'],
    ["cognito-login", 'must not contain "cognito"'],
  ];
  for (const [prefix, fault] of bad) {
    it(`C293: refuses ${prefix}`, () => {
      assert.equal(signInDomainProblem({ prefix }), `domain.prefix is "${prefix}": it ${fault}.`);
    });
  }
});

describe("derived domain prefixes", () => {
  const name = { organization: "acme", project: "secure-api", stack: "dev" };

  it("are readable and end in a hash of the stack's full name", () => {
    assert.equal(derivedDomainPrefix(name), "secure-api-dev-2ddfa707");
  });
  it("differ between organizations, which share the names in a Region", () => {
    assert.notEqual(derivedDomainPrefix(name), derivedDomainPrefix({ ...name, organization: "b" }));
  });

  const awkward: readonly [string, string][] = [
    ["My_Aws.Project", "pr/42"],
    ["cognito", "dev"],
    ["-_-", "-"],
    ["p".repeat(80), "s".repeat(80)],
  ];
  for (const [project, stack] of awkward) {
    it(`are usable for ${project.slice(0, 20)} ${stack.slice(0, 20)}`, () => {
      const prefix = derivedDomainPrefix({ ...name, project, stack });
      assert.equal(signInDomainProblem({ prefix }), undefined);
    });
  }
});
