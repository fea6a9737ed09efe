import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { openStore } from "../../../local/cognito/store.ts";
import { type EmbeddedKms, embeddedKms, kmsHosts } from "../../../local/kms/embedded.ts";
import type { Properties } from "../../../local/program/graph.ts";
import { graphOf, pool, resource } from "../cognito/support/graph.ts";

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const ARN = `arn:aws:kms:us-east-1:123456789012:key/${ID}`;
const ALIAS_ARN = "arn:aws:kms:us-east-1:123456789012:alias/codes";
const OTHER_ID = "5678abcd-12ab-34cd-56ef-1234567890ab";
const SIGNED = "AWS4-HMAC-SHA256 Credential=local/x, SignedHeaders=host, Signature=00";

const key = (id = ID, inputs: Properties = {}) =>
  resource("aws:kms/key:Key", `key-${id.slice(0, 4)}`, {
    id,
    inputs: { description: "Codes", ...inputs },
    outputs: { arn: `arn:aws:kms:us-east-1:123456789012:key/${id}` },
  });
const alias = resource("aws:kms/alias:Alias", "alias", {
  id: "alias/codes",
  inputs: { targetKeyId: ID },
  outputs: { arn: ALIAS_ARN },
});
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const text = (blob: unknown): string => Buffer.from(String(blob), "base64").toString();

describe("the embedded KMS", () => {
  let kms: EmbeddedKms;
  beforeEach(() => {
    kms = embeddedKms(openStore(":memory:").keys);
  });
  afterEach(() => kms.close());

  const serve = async (...resources: readonly ReturnType<typeof key>[]): Promise<void> => {
    const graph = graphOf(...resources);
    await kms.open(graph);
    kms.serve(graph);
  };
  const call = async (operation: string, input: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(kms.origin() ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `TrentService.${operation}`,
        authorization: SIGNED,
        ...headers,
      },
      body: JSON.stringify(input),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, body };
  };
  const encrypt = async (KeyId: string, context?: object): Promise<string> => {
    const Plaintext = base64("attack at dawn");
    const { body } = await call("Encrypt", { KeyId, Plaintext, EncryptionContext: context });
    return String(body["CiphertextBlob"]);
  };

  it("is not started for a graph without keys", async () => {
    await serve(pool());
    assert.equal(kms.origin(), undefined);
  });

  it("is started for a pool that encrypts with a key from elsewhere, and has its regions' names", async () => {
    const graph = graphOf(pool({ lambdaConfig: { kmsKeyId: ARN } }));
    await kms.open(graph);
    assert.match(kms.origin() ?? "", /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual(kmsHosts(graph), ["kms.us-east-1.amazonaws.com"]);
  });

  for (const identifier of [ID, ARN, "alias/codes", ALIAS_ARN]) {
    it(`encrypts with ${identifier}, and decrypts with or without it`, async () => {
      await serve(key(), alias);
      const CiphertextBlob = await encrypt(identifier);
      const found = { KeyId: ARN, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
      const expected = { ...found, Plaintext: base64("attack at dawn") };
      assert.deepEqual((await call("Decrypt", { CiphertextBlob })).body, expected);
      const named = await call("Decrypt", { CiphertextBlob, KeyId: identifier });
      assert.deepEqual(named.body, expected);
    });
  }

  it("gives data keys of 16, 32 or a number of bytes, with and without their plaintext", async () => {
    await serve(key());
    for (const [size, bytes] of [
      [{ KeySpec: "AES_128" }, 16],
      [{ KeySpec: "AES_256" }, 32],
      [{ NumberOfBytes: 7 }, 7],
    ] as const) {
      const { body } = await call("GenerateDataKey", { KeyId: ID, ...size });
      const { CiphertextBlob, Plaintext } = body;
      assert.equal(Buffer.from(String(Plaintext), "base64").length, bytes);
      assert.equal((await call("Decrypt", { CiphertextBlob })).body["Plaintext"], Plaintext);
    }
    const KeySpec = "AES_256";
    const { body } = await call("GenerateDataKeyWithoutPlaintext", { KeyId: ID, KeySpec });
    assert.deepEqual(Object.keys(body), ["CiphertextBlob", "KeyId"]);
  });

  it("takes the encryption context in any order, and no other one", async () => {
    await serve(key());
    const CiphertextBlob = await encrypt(ID, { pool: "a", user: "b" });
    const decrypt = (EncryptionContext?: object) =>
      call("Decrypt", { CiphertextBlob, EncryptionContext });
    assert.equal(
      text((await decrypt({ user: "b", pool: "a" })).body["Plaintext"]),
      "attack at dawn",
    );
    for (const other of [undefined, {}, { pool: "a" }, { pool: "b", user: "a" }]) {
      const { status, body } = await decrypt(other);
      assert.deepEqual([status, body["__type"]], [400, "InvalidCiphertextException"]);
    }
  });

  it("describes a key", async () => {
    await serve(key());
    const { KeyMetadata } = (await call("DescribeKey", { KeyId: ID })).body;
    assert.deepEqual(KeyMetadata, {
      AWSAccountId: "123456789012",
      KeyId: ID,
      Arn: ARN,
      Description: "Codes",
      Enabled: true,
      KeyState: "Enabled",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeySpec: "SYMMETRIC_DEFAULT",
      CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      Origin: "AWS_KMS",
      KeyManager: "CUSTOMER",
      MultiRegion: false,
    });
  });

  const Plaintext = base64("x");
  const refusals: readonly [string, string, object, string, string][] = [
    [
      "a key that is not there",
      "Encrypt",
      { KeyId: OTHER_ID, Plaintext },
      "NotFoundException",
      `Key '${OTHER_ID}' does not exist`,
    ],
    [
      "an alias that is not there",
      "DescribeKey",
      { KeyId: "alias/none" },
      "NotFoundException",
      "Alias alias/none is not found.",
    ],
    [
      "bytes that no key made",
      "Decrypt",
      { CiphertextBlob: base64("nothing") },
      "InvalidCiphertextException",
      "",
    ],
    [
      "a data key of no size",
      "GenerateDataKey",
      { KeyId: ID },
      "ValidationException",
      "Please specify either number of bytes or key spec.",
    ],
    [
      "what is no base64",
      "Encrypt",
      { KeyId: ID, Plaintext: "?" },
      "ValidationException",
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must " +
        "satisfy regular expression pattern: ^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    ],
    [
      "an operation that is not served",
      "Sign",
      {},
      "UnknownOperationException",
      "Sign is not served here.",
    ],
  ];
  for (const [title, operation, input, type, message] of refusals) {
    it(`answers ${type} to ${title}`, async () => {
      await serve(key());
      const { status, body } = await call(operation, input);
      assert.deepEqual([status, body], [400, { __type: type, message }]);
    });
  }

  it("answers IncorrectKeyException when the ciphertext is another key's", async () => {
    await serve(key(), key(OTHER_ID));
    const CiphertextBlob = await encrypt(ID);
    const { body } = await call("Decrypt", { CiphertextBlob, KeyId: OTHER_ID });
    assert.equal(body["__type"], "IncorrectKeyException");
  });

  it("lets a disabled key and one that signs do nothing", async () => {
    const spec = { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" };
    await serve(key(ID, { isEnabled: false }), key(OTHER_ID, spec));
    const errorOf = async (KeyId: string) =>
      (await call("Encrypt", { KeyId, Plaintext })).body["__type"];
    assert.deepEqual(await errorOf(ID), "DisabledException");
    assert.deepEqual(await errorOf(OTHER_ID), "InvalidKeyUsageException");
  });

  it("O116: gives web pages, other hosts and unsigned requests nothing", async () => {
    await serve(key());
    const refused = await call("DescribeKey", { KeyId: ID }, { origin: "http://localhost:3000" });
    assert.deepEqual([refused.status, refused.body], [403, { message: "Forbidden" }]);
    const unsigned = await call("DescribeKey", { KeyId: ID }, { authorization: "" });
    assert.equal(unsigned.body["__type"], "MissingAuthenticationTokenException");
    assert.deepEqual(
      await Promise.all(
        ["rebound.example", "kms.us-east-1.amazonaws.com"].map((host) =>
          statusFor(kms.origin() ?? "", host),
        ),
      ),
      [403, 400],
    );
  });

  it("opens after a restart what it made before, and what a key made that is gone from the graph", async () => {
    const directory = mkdtempSync(join(tmpdir(), "kms-"));
    const first = openStore(directory);
    await kms.close();
    kms = embeddedKms(first.keys);
    await serve(key());
    const CiphertextBlob = await encrypt(ID);
    await kms.close();
    first.close();
    const second = openStore(directory);
    kms = embeddedKms(second.keys);
    await serve(key(OTHER_ID));
    const { body } = await call("Decrypt", { CiphertextBlob });
    assert.deepEqual([body["KeyId"], text(body["Plaintext"])], [ARN, "attack at dawn"]);
    second.close();
    rmSync(directory, { recursive: true });
  });
});

function statusFor(origin: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(origin, { method: "POST", headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on("error", reject);
    sent.end("{}");
  });
}
