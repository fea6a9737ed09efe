import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readKeySet } from "../../../../local/gateway/jwt/key-set.ts";
import { keys } from "../support/tokens.ts";

type Jwk = Record<string, unknown>;

function jwk(kid: string, key: KeyObject = keys.k1, changes: Jwk = {}): Jwk {
  return {
    ...createPublicKey(key).export({ format: "jwk" }),
    kid,
    use: "sig",
    alg: "RS256",
    ...changes,
  };
}

/** Names of the keys that a set gives; "refused" for a set that is not believed. */
function kidsOf(...members: readonly unknown[]): readonly string[] | "refused" {
  const set = readKeySet(JSON.stringify({ keys: members }));
  return set ? [...set.keys()] : "refused";
}

/** An odd number of so many bits, as a key set has it. It is no product of two primes, which nobody looks at. */
function modulusOf(bits: number): string {
  return Buffer.alloc(bits / 8, 0xff).toString("base64url");
}

const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

describe("gateway: published keys", () => {
  const rows: readonly (readonly [
    string,
    string,
    readonly unknown[],
    readonly string[] | "refused",
  ])[] = [
    ["J037", "two keys", [jwk("k1"), jwk("k2", keys.k2)], ["k1", "k2"]],
    ["K144", "1,024 bits", [jwk("weak", weak), jwk("k1")], ["k1"]],
    ["K144", "1,024 bits alone", [jwk("weak", weak)], "refused"],
    ["K144", "8,192 bits", [jwk("long", keys.k1, { n: modulusOf(8_192) })], ["long"]],
    [
      "K144",
      "8,200 bits, slow to check",
      [jwk("long", keys.k1, { n: modulusOf(8_200) })],
      "refused",
    ],
    ["K145", "one kid twice", [jwk("k1"), jwk("k1", keys.attacker)], "refused"],
    ["K145", "one kid twice, the second unusable", [jwk("k1"), jwk("k1", weak)], "refused"],
    ["K149", "oct among them", [{ kty: "oct", k: "c2VjcmV0", kid: "o" }, jwk("k1")], ["k1"]],
    [
      "H297",
      "EC among them",
      [{ ...createPublicKey(ec).export({ format: "jwk" }), kid: "e" }, jwk("k1")],
      ["k1"],
    ],
    ["K151", "no keys", [], "refused"],
    ["K153", "exponent 1", [jwk("k1", keys.k1, { e: "AQ" }), jwk("k2", keys.k2)], ["k2"]],
    ["K153", "exponent 3", [jwk("k1", keys.k1, { e: "Aw" })], "refused"],
    ["H297", "for encryption", [jwk("k1", keys.k1, { use: "enc" }), jwk("k2", keys.k2)], ["k2"]],
    ["H297", "algorithm PS256", [jwk("k1", keys.k1, { alg: "PS256" }), jwk("k2", keys.k2)], ["k2"]],
    [
      "H297",
      "operations without verify",
      [jwk("k1", keys.k1, { key_ops: ["sign"] }), jwk("k2")],
      ["k2"],
    ],
    [
      "H297",
      "private parts",
      [{ ...keys.k1.export({ format: "jwk" }), kid: "k1" }, jwk("k2")],
      ["k2"],
    ],
    ["H82", "no kid", [jwk("", keys.k1, { kid: undefined }), jwk("k2", keys.k2)], ["k2"]],
    ["J025", "kid is a number", [jwk("", keys.k1, { kid: 1 }), jwk("k2", keys.k2)], ["k2"]],
    ["J031", "kid __proto__", [jwk("__proto__")], ["__proto__"]],
    ["T026", "a member that is no object", [jwk("k1"), null], "refused"],
    [
      "T026",
      "64 keys",
      Array.from({ length: 64 }, (_, index) => jwk(`k${index}`)),
      Array.from({ length: 64 }, (_, index) => `k${index}`),
    ],
    ["T026", "65 keys", Array.from({ length: 65 }, (_, index) => jwk(`k${index}`)), "refused"],
  ];
  for (const [rule, what, members, want] of rows) {
    it(`${rule}: ${what}`, () => assert.deepEqual(kidsOf(...members), want));
  }

  const texts: readonly (readonly [string, string])[] = [
    ["HTML", "<html></html>"],
    ["an empty object", "{}"],
    ["keys that are no list", '{"keys":{}}'],
    ["a list", "[]"],
    ["nothing", ""],
    ["keys twice", `{"keys":[],"keys":[${JSON.stringify(jwk("k1"))}]}`],
    [
      "a key with __proto__",
      `{"keys":[${JSON.stringify(jwk("k1")).replace("{", '{"__proto__":{},')}]}`,
    ],
  ];
  for (const [what, text] of texts) {
    it(`T026: ${what} is no set`, () => assert.equal(readKeySet(text), undefined));
  }

  it("K147: a key without alg names none", () => {
    const set = readKeySet(
      JSON.stringify({ keys: [jwk("a", keys.k1, { alg: undefined }), jwk("b", keys.k2)] }),
    );
    assert.deepEqual([set?.get("a")?.alg, set?.get("b")?.alg], [undefined, "RS256"]);
  });
});
