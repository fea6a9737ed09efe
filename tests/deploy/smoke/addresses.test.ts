import { deepEqual, equal, throws } from "node:assert/strict";
import { describe, it } from "mocha";
import { deployedAddresses, knownUser, localAddresses } from "../../../deploy/smoke/addresses.ts";

const ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dEf6hI";
const OUTPUTS = {
  url: "https://abc.execute-api.eu-west-1.amazonaws.com",
  issuer: ISSUER,
  userPoolId: "eu-west-1_Ab3dEf6hI",
  clientId: "client",
};

describe("the addresses of the smoke test", () => {
  it("are a stack's outputs, and Cognito's own origin", () => {
    deepEqual(deployedAddresses(OUTPUTS), {
      ...OUTPUTS,
      issuerOrigin: ISSUER,
      endpoint: "https://cognito-idp.eu-west-1.amazonaws.com",
    });
  });

  it("are missed by name", () => {
    const { url: _, ...others } = OUTPUTS;
    throws(() => deployedAddresses(others), {
      code: "failed",
      message: /^The stack has no output "url": deploy it first, npm run deploy -- up, /,
    });
  });

  it("are a ready line's first API, first pool and first client without a secret", () => {
    const clients = [
      { id: "server", secret: "s" },
      { id: "web", secret: null },
    ];
    const pool = { id: "us-east-1_A", issuer: ISSUER, endpoint: "http://localhost:3100", clients };
    const ready = { apis: [{ url: "http://127.0.0.1:3000" }], userPools: [pool] };
    deepEqual(localAddresses(`\n> start\n${JSON.stringify(ready)}\n`), {
      url: "http://127.0.0.1:3000",
      issuer: ISSUER,
      issuerOrigin: "http://localhost:3100/us-east-1_A",
      endpoint: "http://localhost:3100",
      userPoolId: "us-east-1_A",
      clientId: "web",
    });
  });
});

describe("the test user of a stack", () => {
  it("is an output of throw-away stacks, and of no other", () => {
    const testUser = { email: "test-user@example.com", password: "a password" };
    deepEqual(knownUser({ testUser }), testUser);
    equal(knownUser({ testUser: "none" }), undefined);
    equal(knownUser({}), undefined);
  });
});
