import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { cleanUp, writeProgram } from "../program/support/programs.ts";
import { type ServedProgram, serveProgram } from "../support/runtime.ts";

const PROGRAM = `
  import * as aws from "@pulumi/aws";
  for (const name of ["one", "two"]) {
    new aws.cognito.IdentityPool(name, { identityPoolName: name, allowUnauthenticatedIdentities: true });
  }
`;

describe("a program with identity pools and no user pool", () => {
  let runtime: ServedProgram;
  before(async () => {
    const directory = writeProgram({ "index.ts": PROGRAM });
    runtime = await serveProgram(["--program", directory, "--state", "memory"]);
  });
  after(async () => {
    await runtime.stop();
    cleanUp();
  });

  const getId = (id: string | undefined, headers: Record<string, string> = {}) =>
    fetch(runtime.ready.identityPools[0]?.endpoint ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityService.GetId",
        ...headers,
      },
      body: JSON.stringify({ IdentityPoolId: id }),
    });

  it("design 5.2: gives them one origin, on the ready line", () => {
    const { userPools, identityPools } = runtime.ready;
    assert.deepEqual(userPools, []);
    assert.deepEqual(
      identityPools.map(({ name }) => name),
      ["one", "two"],
    );
    assert.match(identityPools[0]?.endpoint ?? "", /^http:\/\/localhost:\d+$/);
    assert.equal(identityPools[0]?.endpoint, identityPools[1]?.endpoint);
  });

  it("C318: serves each of them there", async () => {
    for (const { id } of runtime.ready.identityPools) {
      const answer = await getId(id);
      assert.equal(answer.status, 200);
      const { IdentityId } = (await answer.json()) as { IdentityId: string };
      assert.match(IdentityId, /^us-east-1:[0-9a-f-]{36}$/);
    }
  });

  it("C159: answers a browser's preflight there", async () => {
    const answer = await fetch(runtime.ready.identityPools[0]?.endpoint ?? "", {
      method: "OPTIONS",
      headers: { origin: "https://app.example", "access-control-request-method": "POST" },
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  });

  it("has nothing else there", async () => {
    const endpoint = runtime.ready.identityPools[0]?.endpoint ?? "";
    assert.equal((await fetch(`${endpoint}/login`)).status, 404);
    const target = { "x-amz-target": "AWSCognitoIdentityProviderService.SignUp" };
    const answer = await getId("x", target);
    assert.equal(answer.status, 400);
  });
});
