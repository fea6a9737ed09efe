import assert from "node:assert/strict";
import { type TierArgs, tierOf, tierProblems } from "../../../components/auth/tiers";
import { childrenOf, inputs, types } from "../../support/recorded";
import { layerWith } from "./support/layer";

const trigger = async <Event>(event: Event) => event;

describe("the tier of a pool", () => {
  const needed: readonly [string, TierArgs, string][] = [
    ["nothing in particular", {}, "ESSENTIALS"],
    ["threat protection", { threatProtection: {} }, "PLUS"],
    ["a log of sign-ins", { logs: { authEvents: true } }, "PLUS"],
    ["no log of sign-ins", { logs: { authEvents: false } }, "ESSENTIALS"],
    ["what it names", { tier: "LITE" }, "LITE"],
  ];
  for (const [title, args, tier] of needed) {
    it(`F14: is ${tier} for ${title}`, () => assert.equal(tierOf(args), tier));
  }

  const essentials = "ESSENTIALS, $0.015 per active user and month instead of $0.0055";
  const plus = (given: string) =>
    `PLUS, $0.020 per active user and month instead of ${given === "LITE" ? "$0.0055" : "$0.015"}`;
  const refused: readonly [string, TierArgs, string][] = [
    ["threatProtection", { tier: "ESSENTIALS", threatProtection: {} }, plus("ESSENTIALS")],
    ["threatProtection", { tier: "LITE", threatProtection: {} }, plus("LITE")],
    ["logs.authEvents", { tier: "ESSENTIALS", logs: { authEvents: true } }, plus("ESSENTIALS")],
    ["firstFactors", { tier: "LITE", firstFactors: ["PASSWORD", "EMAIL_OTP"] }, essentials],
    ["passkeys", { tier: "LITE", passkeys: {} }, essentials],
    ['the factor "EMAIL"', { tier: "LITE", factors: ["EMAIL"] }, essentials],
    ["branding", { tier: "LITE", branding: {} }, essentials],
    ["claims", { tier: "LITE", claims: { sdkSignIn: ["orders/read"] } }, essentials],
    [
      "triggers.preTokenGeneration of version 2 or 3",
      { tier: "LITE", triggers: { preTokenGeneration: { handler: trigger } } },
      essentials,
    ],
  ];
  for (const [name, args, needs] of refused) {
    it(`C281: ${args.tier} has no ${name}`, () => {
      assert.deepEqual(
        [...tierProblems(args)],
        [`tier is "${args.tier}", and ${name} needs ${needs}: raise tier, or remove it.`],
      );
    });
  }

  it("C281: LITE has the rest", () => {
    const args: TierArgs = {
      tier: "LITE",
      firstFactors: ["PASSWORD"],
      factors: ["TOTP"],
      claims: { sdkSignIn: [] },
      triggers: { preTokenGeneration: { version: 1, handler: trigger } },
    };
    assert.deepEqual([...tierProblems(args)], []);
  });

  it("C281: LITE has the classic pages, without styles, and no choice of how to sign in", async () => {
    const recording = await layerWith({ tier: "LITE" });
    assert.equal(inputs(recording, types.domain, "auth-domain")["managedLoginVersion"], 1);
    assert.deepEqual(inputs(recording, types.client, "auth-web")["explicitAuthFlows"], [
      "ALLOW_USER_SRP_AUTH",
    ]);
    assert.deepEqual(
      childrenOf(recording, "auth").filter((child) => child.startsWith("ManagedLoginBranding")),
      [],
    );
  });
});
