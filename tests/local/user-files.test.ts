import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";
import { authorizationRequest, signUp, type Tokens } from "./support/sign-in.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "user-files");

/** JSON of no declared shape: tests go down to a member and compare it with an exact value. */
type Loose = ReturnType<JSON["parse"]>;

describe("a program with files of users", () => {
  let runtime: ServedProgram;
  let tokens: Tokens;

  before(async () => {
    runtime = await serveProgram(["--program", PROGRAM, "--state", "memory", "--no-watch"]);
    const { ready } = runtime;
    const request = authorizationRequest(ready, "openid email", "https://app.example.com/");
    tokens = await signUp(ready, "ada@example.com", request);
  });
  after(() => runtime.stop());

  const identity = async (operation: string, input: object): Promise<Loose> => {
    const answer = await fetch(runtime.ready.identityPools[0]?.endpoint ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return answer.json();
  };
  const pool = () => ({ IdentityPoolId: runtime.ready.identityPools[0]?.id });
  const loginsOf = (token: string) => ({
    Logins: { [runtime.ready.userPools[0]?.issuer.replace("https://", "") ?? ""]: token },
  });

  it("F71, C314: gives credentials for an ID token, under the role that may reach the files", async () => {
    const login = loginsOf(tokens.id_token);
    const { IdentityId } = await identity("GetId", { ...pool(), ...login });
    const { Credentials } = await identity("GetCredentialsForIdentity", { IdentityId, ...login });
    assert.match(IdentityId, /^us-east-1:[0-9a-f-]{36}$/);
    assert.match(Credentials.AccessKeyId, /^ASIA/);
  });

  it("F71, C315: gives none for an access token", async () => {
    const answer = await identity("GetId", { ...pool(), ...loginsOf(tokens.access_token) });
    assert.equal(answer.__type, "NotAuthorizedException");
  });

  it("F72, C318: gives none to guests", async () => {
    assert.deepEqual(await identity("GetId", pool()), {
      __type: "NotAuthorizedException",
      message: "Unauthenticated access is not supported for this identity pool.",
    });
  });

  it("F74, F75: says that the bucket is not here, and with which tags sessions are", () => {
    const lines = runtime.errors().split("\n");
    assert.deepEqual(
      lines.filter((line) => line.startsWith("not served here: ")),
      ['not served here: aws:s3/bucket:Bucket "files"'],
    );
    const [session = ""] = lines.filter((line) => line.includes("stand-in credentials"));
    assert.match(session, /role\/identities-authenticated-\w+, tagged email_verified=true$/);
  });
});
