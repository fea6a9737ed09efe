import { deepEqual, match } from "node:assert/strict";
import { describe, it } from "mocha";
import type { Change } from "../../deploy/changes.ts";
import { lossRefusals } from "../../deploy/losses.ts";

const change = (op: string, type: string): Change => ({
  op,
  urn: `urn:pulumi:dev::secure-api::${type}::auth`,
  type,
  name: "auth",
  properties: op === "replace" ? ["usernameAttributes"] : [],
});

const TYPES = [
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/userPoolDomain:UserPoolDomain",
];

describe("changes that lose something", () => {
  for (const type of TYPES) {
    for (const op of ["replace", "delete"]) {
      it(`are refused: ${op} ${type}`, () => {
        const [refusal = ""] = lossRefusals([change(op, type)], []);
        match(refusal, /If that is meant: --allow-replace 'urn:pulumi:dev::secure-api::aws:/);
      });

      it(`pass with their URN: ${op} ${type}`, () => {
        const asked = change(op, type);
        deepEqual(lossRefusals([asked], [asked.urn]), []);
      });
    }

    it(`are none: update ${type}`, () => deepEqual(lossRefusals([change("update", type)], []), []));
  }

  it("are none of a function that is replaced", () => {
    deepEqual(lossRefusals([change("replace", "aws:lambda/function:Function")], []), []);
  });

  it("name the input and what is lost", () => {
    deepEqual(lossRefusals([change("replace", TYPES[0] ?? "")], []), [
      `UserPool "auth" would be replaced because of usernameAttributes, which loses every user with their passwords, and changes the issuer of all tokens. If that is meant: --allow-replace 'urn:pulumi:dev::secure-api::aws:cognito/userPool:UserPool::auth'`,
    ]);
  });
});
