/** The policy pack as `pulumi preview --policy-pack policy` loads it. */
import { PolicyPack } from "@pulumi/policy";
import { stackConfiguration } from "./configuration.ts";
import { policiesOf } from "./pack.ts";
import { RULES } from "./rules.ts";
import { today } from "./today.ts";

new PolicyPack("secure-api", {
  policies: policiesOf(RULES, stackConfiguration(process.env), today),
});
