import * as pulumi from "@pulumi/pulumi";
import { fitsDefaultRule } from "../auth/password-rule";
import type { TestUser } from "../auth/test-users";
import type { Lifecycle } from "../shared/lifecycle";
import { readText, wrongValue } from "./configuration";

/** Texts of a throw-away stack's keys where they are left out. */
export const throwAwayTexts = { expiresAt: "", testUserPassword: "" } as const;

/** A reserved name (RFC 2606, section 3): no mail to it arrives anywhere. */
const TEST_USER = "test-user@example.com";
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const NEEDS_EPHEMERAL = "needs lifecycle to be ephemeral";

/** @throws pulumi.RunError unless it is an instant, and the stack may be destroyed */
export function readExpiry(lifecycle: Lifecycle): string | undefined {
  const key = "expiresAt";
  const value = readText(key, throwAwayTexts.expiresAt);
  if (value === "") return undefined;
  if (!INSTANT.test(value) || Number.isNaN(Date.parse(value))) {
    const fault = "must be an instant in UTC, to the second";
    throw wrongValue({ key, value, fault, example: "2027-01-31T12:00:00Z" });
  }
  if (lifecycle !== "ephemeral") throw wrongValue({ key, value, fault: NEEDS_EPHEMERAL });
  return value;
}

/** @throws pulumi.RunError where the stack's users are real ones; it does not quote the password */
export function readTestUser(lifecycle: Lifecycle): TestUser | undefined {
  const key = "testUserPassword";
  const password = readText(key, throwAwayTexts.testUserPassword);
  if (password === "") return undefined;
  if (lifecycle !== "ephemeral") {
    throw wrongValue({ key, value: "[secret]", fault: NEEDS_EPHEMERAL });
  }
  // Cognito would refuse it after the pool was made.
  if (!fitsDefaultRule(password)) {
    const fault =
      "must have 15 characters or more, small and capital letters, digits and symbols among them";
    throw wrongValue({ key, value: "[secret]", fault, example: "--secret VALUE" });
  }
  return { email: TEST_USER, password: new pulumi.Config().requireSecret(key) };
}
