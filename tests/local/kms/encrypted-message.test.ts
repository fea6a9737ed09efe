import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { openStore } from "../../../local/cognito/store.ts";
import { encryptMessage } from "../../../local/kms/encrypted-message.ts";
import { createKms, type Kms } from "../../../local/kms/kms.ts";
import { graphOf } from "../cognito/support/graph.ts";
import { SENDER_KEY_ARN } from "../cognito/support/triggers.ts";
import { openMessage, readMessage } from "./support/encrypted-message.ts";

const context = { "userpool-id": "us-east-1_AbCdEf123" };
const newKms = (): Kms => createKms(graphOf(), openStore(":memory:").keys);
const encrypt = (kms: Kms, plaintext = "123456") =>
  encryptMessage(kms, SENDER_KEY_ARN, { plaintext, context });

describe("a message of the AWS Encryption SDK", () => {
  it("C306: has the version, suite, context and layout of Cognito's messages", () => {
    const message = readMessage(encrypt(newKms()));
    assert.equal(message.suite, "01800378");
    assert.equal(message.id.length, 16);
    assert.deepEqual(Object.keys(message.context), ["aws-crypto-public-key", "userpool-id"]);
    assert.equal(message.context["userpool-id"], "us-east-1_AbCdEf123");
    assert.deepEqual(
      message.dataKeys.map(([provider, arn]) => [provider, arn]),
      [["aws-kms", SENDER_KEY_ARN]],
    );
    assert.equal(message.layout, "02000000000c00001000");
    assert.equal(message.headerAuthentication.toString("hex", 0, 12), "0".repeat(24));
    const frameHead = `ffffffff00000001${"1".padStart(24, "0")}00000006`;
    assert.equal(message.frame.toString("hex", 0, 24), frameHead);
  });

  for (const plaintext of ["123456", "", "Grüße-{####}-🔑"]) {
    it(`C306: gives "${plaintext}" back to who has the data key, tags and signature checked`, () => {
      const kms = newKms();
      const message = encrypt(kms, plaintext);
      const { context: bound, dataKeys } = readMessage(message);
      const dataKey = kms.decrypt(dataKeys[0]?.[2] ?? Buffer.of(), bound).plaintext;
      assert.equal(openMessage(message, dataKey), plaintext);
    });
  }

  it("C306: binds its data key to the pool", () => {
    const kms = newKms();
    const { context: bound, dataKeys } = readMessage(encrypt(kms));
    const ofAnotherPool = { ...bound, "userpool-id": "us-east-1_Other1234" };
    assert.throws(() => kms.decrypt(dataKeys[0]?.[2] ?? Buffer.of(), ofAnotherPool), {
      code: "InvalidCiphertextException",
    });
  });

  it("C306: is another one each time", () => {
    const kms = newKms();
    const [first, second] = [readMessage(encrypt(kms)), readMessage(encrypt(kms))];
    assert.notDeepEqual(first.id, second.id);
    assert.notEqual(
      first.context["aws-crypto-public-key"],
      second.context["aws-crypto-public-key"],
    );
  });
});
