import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type Args, layerWith } from "./support/layer";

const sms = { spendLimitUsd: 5 };
const needsSms = "say what its messages may cost in sms.";
describe("AuthLayer refuses, before anything is made", () => {
  const cases: readonly [string, Partial<Args>, string][] = [
    [
      "C267: factors where MFA is off",
      { mfa: "OFF", factors: ["TOTP"] },
      'mfa is "OFF", and factors names some: remove factors, or set mfa to "OPTIONAL" or "ON".',
    ],
    [
      "C267: MFA without a factor",
      { mfa: "ON", factors: [] },
      'factors is empty, and mfa is "ON": name one, the best is "TOTP".',
    ],
    ["a factor twice", { factors: ["TOTP", "TOTP"] }, 'factors has "TOTP" twice: remove one.'],
    [
      "C267: codes by mail through Cognito's own sender",
      { factors: ["TOTP", "EMAIL"], email: "cognito" },
      'factors has "EMAIL", and Cognito sends codes of sign-in through a sender of your own only: give email with an SES identity.',
    ],
    [
      "codes by SMS that nobody pays for",
      { factors: ["TOTP", "SMS"] },
      `factors has "SMS", and there is no sms: ${needsSms}`,
    ],
    [
      "F89: SMS without a limit",
      { sms: { spendLimitUsd: 0 } },
      "sms.spendLimitUsd is 0: it must be a whole number from 1 to 100000.",
    ],
    [
      "phone numbers that no SMS proves",
      { signIn: "phone" },
      `signIn is "phone", and there is no sms, by which numbers are proved: ${needsSms}`,
    ],
    [
      "links for phone numbers",
      { signIn: "phone", sms, verification: "link" },
      'verification is "link", and numbers are proved by a code: remove it.',
    ],
    [
      "F17: a test user without a phone where people sign in by phone",
      {
        signIn: "phone",
        sms,
        lifecycle: "ephemeral",
        testUsers: { tester: { email: "tester@example.com", password: pulumi.output("") } },
      },
      'testUsers has "tester", who has an e-mail address, and signIn is "phone": remove the user.',
    ],
    [
      "F17: a test user in a group that there is not",
      {
        lifecycle: "ephemeral",
        groups: { staff: {} },
        testUsers: {
          tester: {
            email: "tester@example.com",
            password: pulumi.output(""),
            groups: ["staff", "admin"],
          },
        },
      },
      'testUsers["tester"].groups has "admin", which is no group of the layer. Define it in groups or remove it.',
    ],
    [
      "F8: recovery by SMS that nobody pays for",
      { recovery: "email-then-sms" },
      `recovery is "email-then-sms", and there is no sms: ${needsSms}`,
    ],
    [
      "F8: recovery by the phone that is the second factor",
      { recovery: "email-then-sms", sms, factors: ["TOTP", "SMS"] },
      'recovery is "email-then-sms", and SMS is a second factor too: whoever takes over a number has the account. Set recovery to "email".',
    ],
    [
      "F8: recovery by the mailbox that is the only second factor",
      { factors: ["EMAIL"], email: { from: "a@b.test", sesIdentityArn: "arn:ses" } },
      'recovery goes by e-mail, which is also the only second factor: whoever reads the mailbox has the account. Add "TOTP" to factors, or set recovery to "admin-only".',
    ],
    [
      "C265: a pool without passwords",
      { firstFactors: ["EMAIL_OTP"] },
      'firstFactors leaves out "PASSWORD", which Cognito always allows (C265): add it.',
    ],
    [
      "a first factor twice",
      { firstFactors: ["PASSWORD", "PASSWORD"] },
      'firstFactors has "PASSWORD" twice: remove one.',
    ],
    [
      "passkeys that nobody may sign in with",
      { passkeys: {}, firstFactors: ["PASSWORD"] },
      'passkeys is given, and firstFactors leaves out "WEB_AUTHN": add it, or remove passkeys.',
    ],
    [
      "first codes by SMS that nobody pays for",
      { firstFactors: ["PASSWORD", "SMS_OTP"] },
      `firstFactors has "SMS_OTP", and there is no sms: ${needsSms}`,
    ],
    [
      "C268: a code as the only factor where two are required",
      { firstFactors: ["PASSWORD", "EMAIL_OTP"], mfa: "ON" },
      'firstFactors has "EMAIL_OTP", and mfa is "ON": Cognito asks for no second factor after a code. Remove one.',
    ],
    [
      "F7: asvs without a check for breached passwords",
      { passwordStandard: "asvs" },
      'passwordStandard is "asvs", which asks for a check against breached passwords (ASVS 6.2.12): give threatProtection: { mode: "ENFORCED" }, of the tier PLUS.',
    ],
    [
      "F7: asvs with a check that only counts",
      { passwordStandard: "asvs", threatProtection: { mode: "AUDIT" } },
      'passwordStandard is "asvs", which asks for a check against breached passwords (ASVS 6.2.12): give threatProtection: { mode: "ENFORCED" }, of the tier PLUS.',
    ],
    [
      "F7: asvs with short passwords",
      { passwordStandard: "asvs", passwordLength: 12, threatProtection: { mode: "ENFORCED" } },
      'passwordLength is 12, and passwordStandard "asvs" asks for 15 without classes: raise it.',
    ],
    [
      "F88: a mail without its code",
      { messages: { verification: { subject: "Code", body: () => "Welcome" } } },
      "messages.verification.body leaves out {####}: use every parameter of the function in the text.",
    ],
    [
      "F88: an invitation without its name",
      { messages: { invitation: { subject: "Hello", body: (_, password) => password } } },
      "messages.invitation.body leaves out {username}: use every parameter of the function in the text.",
    ],
    [
      "F88: a mail without its link",
      {
        verification: "link",
        messages: { verificationLink: { subject: "Link", body: () => "Click" } },
      },
      "messages.verificationLink.body leaves out the link: use every parameter of the function in the text.",
    ],
    [
      "F88: a link that is never sent",
      { messages: { verificationLink: { subject: "Link", body: (link) => link("Here") } } },
      'messages.verificationLink is never sent: set verification to "link", or remove it.',
    ],
    [
      "F88: a mail without subject",
      { messages: { verification: { subject: " ", body: (code) => code } } },
      "messages.verification.subject has 1 characters: Cognito takes 1 to 140.",
    ],
    [
      "F88: an SMS of 200 characters",
      { messages: { sms: { verification: (code) => code.padEnd(200, ".") } } },
      "messages.sms.verification has 200 characters: Cognito takes 1 to 140.",
    ],
    [
      "F50: a sign-in domain that is no host name",
      { domain: { name: "https://login.orders.test", zoneId: "Z1" } },
      'domain.name is "https://login.orders.test": it must be a host name below a domain of yours, in lower case, for instance login.orders.example.net.',
    ],
    [
      "F83: a range that switches the protection off",
      { threatProtection: { mode: "ENFORCED", ipRanges: { skip: ["10.0.0.0/8"] } } },
      'threatProtection.ipRanges.skip has "10.0.0.0/8": a range that wide switches the protection off. List networks of /24 or smaller.',
    ],
    [
      "F83: the same with IPv6",
      { threatProtection: { mode: "ENFORCED", ipRanges: { skip: ["2001:db8::/32"] } } },
      'threatProtection.ipRanges.skip has "2001:db8::/32": a range that wide switches the protection off. List networks of /48 or smaller.',
    ],
    [
      "F83: an address where a network is",
      { threatProtection: { mode: "ENFORCED", ipRanges: { block: ["203.0.113.9"] } } },
      'threatProtection.ipRanges.block has "203.0.113.9": write a network in CIDR form, for instance 203.0.113.0/24.',
    ],
    [
      "F83: more ranges than Cognito takes",
      {
        threatProtection: {
          mode: "AUDIT",
          ipRanges: { block: Array.from({ length: 201 }, (_, index) => `203.0.${index}.0/24`) },
        },
      },
      "threatProtection.ipRanges.block has 201 entries: Cognito takes at most 200.",
    ],
    [
      "F58: a group that handlers would take for two",
      { groups: { admin: {}, "power users": {} } },
      'groups has "power users": use 1 to 128 characters without blanks, brackets and commas, which handlers could not tell apart.',
    ],
    [
      "F58: a group that handlers would take for another",
      { groups: { "[admin]": {} } },
      'groups has "[admin]": use 1 to 128 characters without blanks, brackets and commas, which handlers could not tell apart.',
    ],
    [
      "F53: more clients than styles",
      {
        clients: Object.fromEntries(
          Array.from({ length: 21 }, (_, index) => [
            `web${index}`,
            { kind: "browser", callbackUrls: ["https://a.b"] } as const,
          ]),
        ),
      },
      "clients has 21 with sign-in pages: Cognito styles at most 20 of a pool. Divide them between two layers.",
    ],
  ];
  for (const [title, change, message] of cases) {
    it(title, async () => {
      await assert.rejects(layerWith(change), { message });
    });
  }
});

describe("AuthLayer takes", () => {
  const cases: readonly [string, Partial<Args>][] = [
    ["F8: recovery by mail beside an authenticator app", { factors: ["TOTP"] }],
    [
      "F83: networks of /24 and /48 that are never scored",
      {
        threatProtection: {
          mode: "ENFORCED",
          ipRanges: { skip: ["203.0.113.0/24", "2001:db8:1::/48"], block: ["10.0.0.0/8"] },
        },
      },
    ],
    [
      "C265: codes beside the password, with MFA offered",
      {
        firstFactors: ["PASSWORD", "WEB_AUTHN", "EMAIL_OTP", "SMS_OTP"],
        sms,
      },
    ],
  ];
  for (const [title, change] of cases) {
    it(title, async () => void (await layerWith(change)));
  }
});
