import { equal } from "node:assert/strict";
import { describe, it } from "mocha";
import { Mask } from "../../deploy/masking.ts";

const JWT = `eyJhbGciOiJSUzI1NiJ9.${"eyJzdWIiOiIxMjM0NTY3ODkwIn0"}.c2lnbmF0dXJl`;

describe("what the deployer writes", () => {
  it("holds no secret of the environment", () => {
    const mask = new Mask({ PULUMI_CONFIG_PASSPHRASE: "open sesame", HOME: "/root" });
    equal(mask.of("open sesame in /root"), "[secret] in /root");
  });

  it("holds no secret that was learnt on the way", () => {
    const mask = new Mask({});
    mask.add("a test user's password");
    equal(mask.of("with a test user's password"), "with [secret]");
  });

  it("holds no token, whole or without its signature", () => {
    const mask = new Mask({});
    equal(mask.of(`Bearer ${JWT}.`), "Bearer [secret].");
    equal(mask.of(JWT.slice(0, JWT.lastIndexOf("."))), "[secret]");
  });

  it("keeps its words where a passphrase is empty or a word of its own", () => {
    equal(new Mask({ PULUMI_CONFIG_PASSPHRASE: "" }).of("up"), "up");
    equal(new Mask({ PULUMI_CONFIG_PASSPHRASE: "up" }).of("up"), "up");
  });
});
