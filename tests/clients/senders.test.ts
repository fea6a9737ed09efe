import { strict as assert } from "node:assert";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as idp from "@aws-sdk/client-cognito-identity-provider";
import { after, before, describe, it } from "mocha";
import { type RuntimeProcess, startRuntime } from "../local/support/runtime.ts";
import { PASSWORD } from "./support.ts";

const PROGRAM = join(import.meta.dirname, "senders");
const POLL_MS = 50;

describe("@aws-crypto/client-node in a custom e-mail sender", () => {
  let runtime: RuntimeProcess;
  let client: idp.CognitoIdentityProviderClient;
  let ClientId: string;
  let UserPoolId: string;

  before(async () => {
    runtime = await startRuntime(["--program", PROGRAM, "--state", "memory"]);
    const [pool] = runtime.ready.userPools;
    assert.ok(pool);
    UserPoolId = pool.id;
    ClientId = pool.clients[0]?.id ?? "";
    client = new idp.CognitoIdentityProviderClient({
      region: pool.region,
      endpoint: pool.endpoint,
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" },
    });
  });
  after(() => runtime.stop());

  /** What the function printed for this occasion; the test's own time limit ends the wait. */
  async function sent(occasion: string): Promise<string> {
    const url = `${runtime.ready.control}/logs?function=auth-customEmailSender`;
    const line = new RegExp(`CustomEmailSender_${occasion} of ${UserPoolId}: ([^"]*)`);
    for (;;) {
      const { events } = (await (await fetch(url)).json()) as { events: { message: string }[] };
      const found = events.map(({ message }) => line.exec(message)?.[1]).find(Boolean);
      if (found !== undefined) return found;
      await pause(POLL_MS);
    }
  }

  it("C306: decrypts the code of a sign-up by the embedded KMS, and it confirms the user", async () => {
    const Username = "sender@example.com";
    await client.send(new idp.SignUpCommand({ ClientId, Username, Password: PASSWORD }));
    const ConfirmationCode = await sent("SignUp");
    assert.match(ConfirmationCode, /^\d{6}$/);
    await client.send(new idp.ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
    const user = await client.send(new idp.AdminGetUserCommand({ UserPoolId, Username }));
    assert.equal(user.UserStatus, "CONFIRMED");
  });

  it("C306: decrypts the temporary password of an invitation", async () => {
    const Username = "invited@example.com";
    const TemporaryPassword = "Temporary-Wörd-42! {####}";
    await client.send(new idp.AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword }));
    assert.equal(await sent("AdminCreateUser"), TemporaryPassword);
  });
});
