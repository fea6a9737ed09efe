import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { SrpClient } from "./cognito/support/srp-client.ts";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";
import { codeFor, PASSWORD } from "./support/sign-in.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "triggers");
const ADDRESS = "ada@example.com";

/** JSON of no declared shape: tests go down to a member and compare it with an exact value. */
type Loose = ReturnType<JSON["parse"]>;

describe("a program with triggers and claim rules", () => {
  let runtime: ServedProgram;
  let accessToken: string;
  let refreshToken: string;

  before(async () => {
    runtime = await serveProgram(["--program", PROGRAM, "--state", "memory", "--no-watch"]);
    await operation("SignUp", { ClientId: clientId(), Username: ADDRESS, Password: PASSWORD });
    const ConfirmationCode = await codeFor(runtime.ready, ADDRESS);
    await operation("ConfirmSignUp", { ClientId: clientId(), Username: ADDRESS, ConfirmationCode });
    ({ AccessToken: accessToken, RefreshToken: refreshToken } = await signInBySrp());
  });
  after(() => runtime.stop());

  const pool = () => runtime.ready.userPools[0];
  const clientId = () => pool()?.clients[0]?.id ?? "";

  async function operation(name: string, input: object): Promise<Loose> {
    const answer = await fetch(pool()?.endpoint ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${name}`,
      },
      body: JSON.stringify(input),
    });
    return answer.json();
  }

  async function signInBySrp(): Promise<Loose> {
    const srp = new SrpClient();
    const { ChallengeParameters: parameters } = await operation("InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      ClientId: clientId(),
      AuthParameters: { USERNAME: ADDRESS, SRP_A: srp.publicHex },
    });
    const timestamp = srpTimestamp(new Date());
    const poolId = pool()?.id ?? "";
    const proof = srp.prove({ poolId, password: PASSWORD, parameters, timestamp });
    const { AuthenticationResult: result } = await operation("RespondToAuthChallenge", {
      ChallengeName: "PASSWORD_VERIFIER",
      ClientId: clientId(),
      ChallengeResponses: {
        USERNAME: parameters["USER_ID_FOR_SRP"],
        PASSWORD_CLAIM_SECRET_BLOCK: parameters["SECRET_BLOCK"],
        PASSWORD_CLAIM_SIGNATURE: proof.signature,
        TIMESTAMP: timestamp,
      },
    });
    return result;
  }

  const call = (method: string, token: string) =>
    fetch(`${runtime.ready.apis[0]?.url}/notes`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });

  it("F60, C303: refuses a sign-up with the words of its function", async () => {
    const input = { ClientId: clientId(), Username: "eve@example.org", Password: PASSWORD };
    assert.deepEqual(await operation("SignUp", input), {
      __type: "UserLambdaValidationException",
      message: "PreSignUp failed with error Use your work address.",
    });
  });

  it("F60, C306: sends the mail in the words of its function", async () => {
    const answer = await fetch(`${runtime.ready.control}/messages?to=${ADDRESS}`);
    const { messages }: Loose = await answer.json();
    const [{ subject, body, code }] = messages;
    assert.deepEqual([subject, body], ["Welcome to the notes", `Your code is ${code}.`]);
  });

  it("F70: lets a user who signed in by SRP onto the route with sdkSignIn's scope", async () => {
    const answer = await call("GET", accessToken);
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { readBy: ADDRESS, groups: [] });
  });

  it("F59, H105: keeps a group's scope for the group", async () => {
    assert.equal((await call("POST", accessToken)).status, 403);
  });

  it("F70: keeps the scope through a refresh", async () => {
    const input = { ClientId: clientId(), RefreshToken: refreshToken };
    const { AuthenticationResult: result } = await operation("GetTokensFromRefreshToken", input);
    assert.equal((await call("GET", result["AccessToken"])).status, 200);
  });

  it("says of nothing in it that it is not served", () => {
    assert.doesNotMatch(runtime.errors(), /not served/);
  });
});

/** As C212 has it: `Sun Nov 22 23:55:57 UTC 2026`. */
function srpTimestamp(time: Date): string {
  const [day, date, month, year, clock] = time.toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${Number(date)} ${clock} UTC ${year}`;
}
