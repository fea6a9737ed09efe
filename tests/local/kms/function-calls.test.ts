import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { cleanUp, writeProgram } from "../program/support/programs.ts";
import { functionProgram } from "../support/function-program.ts";
import { type ServedProgram, serveProgram } from "../support/runtime.ts";

/** A key, and a function that encrypts by KMS's name on AWS and decrypts by the environment's address. */
const PROGRAM = functionProgram({
  resources: `const key = new aws.kms.Key("codes", { enableKeyRotation: true });`,
  variables: "KEY_ARN: key.arn",
  code: `
    const call = async (url, operation, input) => {
      const answer = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "TrentService." + operation,
          authorization: "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00",
        },
        body: JSON.stringify(input),
      });
      return answer.json();
    };
    exports.handler = async () => {
      const { KEY_ARN: KeyId, AWS_ENDPOINT_URL_KMS: address } = process.env;
      const Plaintext = Buffer.from("123456").toString("base64");
      const encrypted = await call("https://kms.us-east-1.amazonaws.com/", "Encrypt", { KeyId, Plaintext });
      const { CiphertextBlob } = encrypted;
      const decrypted = await call(address, "Decrypt", { CiphertextBlob });
      return { address, text: Buffer.from(decrypted.Plaintext, "base64").toString() };
    };`,
});

describe("a function's way to KMS", () => {
  let runtime: ServedProgram;
  before(async () => {
    const program = writeProgram({ "index.ts": PROGRAM });
    runtime = await serveProgram(["--program", program, "--state", "memory", "--no-watch"]);
  });
  after(async () => {
    await runtime.stop();
    cleanUp();
  });

  it("F63: is its name on AWS, or the environment's address, which the ready line has", async () => {
    const answer = await fetch(`${runtime.ready.apis[0]?.url}/`);
    assert.deepEqual(await answer.json(), { address: runtime.ready.kms, text: "123456" });
  });
});
