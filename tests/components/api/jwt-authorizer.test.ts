import assert from "node:assert/strict";
import { jwtAuthorizerProblem } from "../../../components/api/jwt-authorizer";

describe("issuers", () => {
  const good = [
    "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab3",
    "https://tenant.eu.auth0.test/",
    "http://localhost:3100/pool",
    "http://127.0.0.1",
  ];
  for (const issuer of good) {
    it(`may be ${issuer}`, () => {
      assert.equal(jwtAuthorizerProblem({ issuer, audience: ["c"], scopes: [] }), undefined);
    });
  }

  for (const issuer of [
    "",
    "issuer",
    "http://a.b",
    "http://localhost.a.b",
    "https://a.b#x",
    "https://a b",
  ]) {
    it(`may not be ${JSON.stringify(issuer)}`, () => {
      assert.equal(
        jwtAuthorizerProblem({ issuer, audience: ["c"], scopes: [] }),
        `authorizer.issuer is "${issuer}": it must be an https:// address without query or fragment.`,
      );
    });
  }
});
