import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  claimSignature,
  K,
  pad,
  privateValue,
  readClientPublic,
  readTimestamp,
  serverPublic,
  sharedKey,
  verifierOf,
} from "../../../../local/cognito/passwords/srp.ts";
import {
  N,
  power,
  powerOfGenerator,
  toGroupBytes,
  toNumber,
} from "../../../../local/cognito/passwords/modular-power.ts";
import { power as referencePower } from "../support/srp-client.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest();
const exponent = (side: string) => Buffer.concat([0, 1, 2, 3].map((n) => sha256(`${side}-${n}`)));

const IDENTITY = { poolName: "AbCdEf123", userId: "11111111-2222-3333-4444-555555555555" };
const SALT = "f0e1d2c3b4a5968778695a4b3c2d1e0f";
const PASSWORD = "P@ssw0rd!";

describe("srp", () => {
  it("C205: uses the 3072-bit prime of RFC 5054", () => {
    const digest = sha256(N.toString(16)).toString("hex");
    assert.equal(digest, "30a45e27c3a0a6f934cd558e88e937625082b19bd435f74f04d7500e5032d88e");
  });

  it("C206: pads to a positive number, not to the length of N", () => {
    assert.deepEqual([...pad(Buffer.from("0000", "hex"))], [0]);
    assert.deepEqual([...pad(Buffer.from("007f", "hex"))], [0x7f]);
    assert.deepEqual([...pad(Buffer.from("0080", "hex"))], [0, 0x80]);
  });

  it("C207: derives k from N and g", () => {
    const expected = "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6";
    assert.equal(K.toString(16), expected);
  });

  it("C214: computes the values of the test vector", () => {
    const x = privateValue(IDENTITY, SALT, PASSWORD).toString("hex");
    assert.equal(x, "8ea5ecdbb83805739fcfa72b23c21244d3b6bcfb57cc32f3d8f5bfafb21d9744");
    const verifier = verifierOf(IDENTITY, SALT, PASSWORD);
    const clientPublic = toNumber(powerOfGenerator(exponent("client-a")));
    assert.equal(clientPublic.toString(16).startsWith("36679e2cbc8179f38f8f99a53f96ee77"), true);
    const b = exponent("server-b");
    const publicValue = serverPublic(verifier, b);
    assert.equal(
      sha256(publicValue.toString(16)).toString("hex"),
      "b77af49d5a77aa4e19c52c54ecef73f54ea5c94cfd812cd0d3239c56f7d1fd5b",
    );
    const key = sharedKey({ clientPublic, serverPublic: publicValue, verifier, b });
    assert.equal(key?.toString("hex"), "2523e487548e181d2f569b389b7044df");
    const secretBlock = Buffer.from("secret-block-for-test-vector");
    const timestamp = "Sun Nov 22 23:55:57 UTC 2026";
    assert.equal(
      claimSignature(key ?? Buffer.alloc(0), IDENTITY, { secretBlock, timestamp }),
      "7rt0jnw2tNjB8p/trUEUBIg7OuKxchuyWodPlbVAkws=",
    );
  });

  it("C209: raises any number as plain arithmetic does, by odd and even exponents", () => {
    const bases = {
      one: 1n,
      member: toNumber(powerOfGenerator(sha256("base"))),
      highest: N - 1n,
      above: N + 3n,
    };
    for (const [name, base] of Object.entries(bases)) {
      for (const by of [1n, 2n, 2n ** 128n, toNumber(sha256("exponent"))]) {
        const result = toNumber(power(base, toGroupBytes(by)));
        assert.equal(result, referencePower(base, by), `${name} by ${by}`);
      }
    }
  });

  it("C209: gives small powers of the generator all the bytes of the group", () => {
    assert.deepEqual(powerOfGenerator(Buffer.from([3])), toGroupBytes(8n));
  });

  for (const [name, value] of Object.entries({
    zero: "0",
    "zero with leading zeros": "00000000",
    N: N.toString(16),
    "two N": (2n * N).toString(16),
    "above N": (N + 2n).toString(16),
    "no hexadecimal": "xyz",
    negative: "-2",
    empty: "",
    "ten thousand digits": "a".repeat(10_000),
  })) {
    it(`O113: refuses as A: ${name}`, () => {
      assert.equal(readClientPublic(value), undefined);
    });
  }

  it("C212: reads timestamps in the one form that clients send", () => {
    assert.equal(readTimestamp("Sun Nov 22 23:55:57 UTC 2026"), Date.UTC(2026, 10, 22, 23, 55, 57));
    assert.equal(readTimestamp("Tue Dec 1 09:05:03 UTC 2026"), Date.UTC(2026, 11, 1, 9, 5, 3));
    assert.equal(readTimestamp("Tue Dec 01 09:05:03 UTC 2026"), undefined);
    assert.equal(readTimestamp("2026-12-01T09:05:03Z"), undefined);
  });
});
