import assert from "node:assert/strict";
import { type Args, layerWith, poolInputs } from "./support/layer";
import { inputs, resource, types } from "../../support/recorded";

const ses = {
  from: "Orders <no-reply@orders.test>",
  sesIdentityArn: "arn:aws:ses:us-east-1:123456789012:identity/orders.test",
};
const sms = { spendLimitUsd: 5 };

describe("the names that users sign in with", () => {
  const CREATE_ONLY = ["usernameAttributes", "aliasAttributes", "usernameConfiguration"];
  const CODES = ["autoVerifiedAttributes", "userAttributeUpdateSettings"];
  const verified = (...attributes: string[]) => ({
    autoVerifiedAttributes: attributes,
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: attributes },
  });
  const caseless = { usernameConfiguration: { caseSensitive: false } };

  it("F1: are phone numbers, proved by SMS, with an administrator for lost passwords", async () => {
    const change: Partial<Args> = { signIn: "phone", sms };
    const names = [...CREATE_ONLY, ...CODES, "accountRecoverySetting"];
    assert.deepEqual(await poolInputs(change, ...names), {
      usernameAttributes: ["phone_number"],
      ...caseless,
      ...verified("phone_number"),
      accountRecoverySetting: { recoveryMechanisms: [{ name: "admin_only", priority: 1 }] },
    });
    const client = inputs(await layerWith(change), types.client, "auth-web");
    assert.ok((client["writeAttributes"] as string[]).includes("phone_number"));
    assert.ok((client["readAttributes"] as string[]).includes("phone_number_verified"));
  });

  it("F1: are names of their own, with an address that codes go to", async () => {
    assert.deepEqual(await poolInputs({ signIn: "username" }, ...CREATE_ONLY, ...CODES), {
      ...caseless,
      ...verified("email"),
    });
  });

  it("F3: may change before the new address is proved where that is said", async () => {
    assert.deepEqual(await poolInputs({ verifyBeforeUpdate: false }, ...CODES), {
      autoVerifiedAttributes: ["email"],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: [] },
    });
  });
});

describe("the attributes of a pool", () => {
  it("F5: ask new users for standard ones, which their client may write", async () => {
    const change: Partial<Args> = { requiredAttributes: ["name", "birthdate"] };
    const { schemas } = await poolInputs(change, "schemas");
    assert.deepEqual(
      (schemas as { name: string; required: boolean }[]).map(({ name, required }) => [
        name,
        required,
      ]),
      [
        ["email", true],
        ["name", true],
        ["birthdate", true],
      ],
    );
    const client = inputs(await layerWith(change), types.client, "auth-web");
    assert.ok((client["writeAttributes"] as string[]).includes("birthdate"));
  });

  it("C256: hold a date of birth of exactly ten characters", async () => {
    const { schemas } = await poolInputs({ requiredAttributes: ["birthdate"] }, "schemas");
    assert.deepEqual((schemas as object[])[1], {
      name: "birthdate",
      attributeDataType: "String",
      required: true,
      mutable: true,
      developerOnlyAttribute: false,
      stringAttributeConstraints: { minLength: "10", maxLength: "10" },
    });
  });

  it("F45: are read and written by a client as it lists them", async () => {
    const recording = await layerWith({
      clients: {
        web: {
          kind: "browser",
          callbackUrls: ["https://a.b"],
          read: ["email", "email_verified"],
          write: ["email"],
        },
      },
    });
    const client = inputs(recording, types.client, "auth-web");
    assert.deepEqual(client["readAttributes"], ["email", "email_verified"]);
    assert.deepEqual(client["writeAttributes"], ["email"]);
  });
});

describe("the passwords of a pool", () => {
  const asvs: Partial<Args> = {
    passwordStandard: "asvs",
    threatProtection: { mode: "ENFORCED" },
  };

  it("F7: have 15 characters and no classes under asvs, with the tier that knows breached ones", async () => {
    assert.deepEqual(await poolInputs(asvs, "passwordPolicy", "userPoolTier"), {
      userPoolTier: "PLUS",
      passwordPolicy: {
        minimumLength: 15,
        requireLowercase: false,
        requireUppercase: false,
        requireNumbers: false,
        requireSymbols: false,
        temporaryPasswordValidityDays: 1,
      },
    });
  });

  it("C263: are not remembered by the tier LITE", async () => {
    const { passwordPolicy } = await poolInputs({ tier: "LITE" }, "passwordPolicy");
    assert.equal((passwordPolicy as Record<string, unknown>)["passwordHistorySize"], undefined);
  });
});

describe("the second factors of a pool", () => {
  const FACTORS = ["mfaConfiguration", "softwareTokenMfaConfiguration", "emailMfaConfiguration"];

  it("F22: are an authenticator app and mail, where both are named", async () => {
    assert.deepEqual(
      await poolInputs({ mfa: "ON", factors: ["TOTP", "EMAIL"], email: ses }, ...FACTORS),
      {
        mfaConfiguration: "ON",
        softwareTokenMfaConfiguration: { enabled: true },
        emailMfaConfiguration: {
          subject: "Your sign-in code",
          message: "Your sign-in code is {####}. If you are not signing in, change your password.",
        },
      },
    );
  });

  it("F22: are mail alone, where nothing else is named", async () => {
    const change: Partial<Args> = { factors: ["EMAIL"], email: ses, recovery: "admin-only" };
    assert.deepEqual(Object.keys(await poolInputs(change, ...FACTORS)), [
      "mfaConfiguration",
      "emailMfaConfiguration",
    ]);
  });

  it("F15: are asked again of remembered devices that cannot prove themselves", async () => {
    assert.deepEqual(await poolInputs({ devices: { rememberBy: "user" } }, "deviceConfiguration"), {
      deviceConfiguration: {
        challengeRequiredOnNewDevice: true,
        deviceOnlyRememberedOnUserPrompt: true,
      },
    });
    const always: Partial<Args> = { devices: { rememberBy: "always", challengeNew: false } };
    assert.deepEqual(await poolInputs(always, "deviceConfiguration"), {
      deviceConfiguration: {
        challengeRequiredOnNewDevice: false,
        deviceOnlyRememberedOnUserPrompt: false,
      },
    });
  });
});

describe("the first factors of a pool", () => {
  const FIRST = ["signInPolicy", "webAuthnConfiguration"];

  it("F23, F24: are the password and passkeys of the pages' host name, which verify their user", async () => {
    assert.deepEqual(
      await poolInputs({ passkeys: {}, domain: { prefix: "orders-login" } }, ...FIRST),
      {
        signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] },
        webAuthnConfiguration: {
          relyingPartyId: "orders-login.auth.us-east-1.amazoncognito.com",
          userVerification: "required",
        },
      },
    );
  });

  it("F24: belong to a host name of one's own, or to the one that is given", async () => {
    const relyingParty = async (change: Partial<Args>) =>
      (await poolInputs(change, "webAuthnConfiguration"))["webAuthnConfiguration"];
    const userVerification = "required";
    const domain = { name: "login.orders.test", zoneId: "Z1" };
    assert.deepEqual(await relyingParty({ passkeys: {}, domain }), {
      relyingPartyId: "login.orders.test",
      userVerification,
    });
    assert.deepEqual(await relyingParty({ passkeys: { relyingPartyId: "orders.test" }, domain }), {
      relyingPartyId: "orders.test",
      userVerification,
    });
  });

  it("F23: are codes where they are named", async () => {
    const firstFactors = ["PASSWORD", "EMAIL_OTP"] as const;
    assert.deepEqual(await poolInputs({ firstFactors }, ...FIRST), {
      signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
    });
  });
});

describe("the messages of a pool", () => {
  it("F87: go out through SES with its configuration set", async () => {
    const email = { ...ses, configurationSet: "mails" };
    assert.deepEqual(await poolInputs({ email }, "emailConfiguration"), {
      emailConfiguration: {
        emailSendingAccount: "DEVELOPER",
        fromEmailAddress: ses.from,
        sourceArn: ses.sesIdentityArn,
        configurationSet: "mails",
      },
    });
  });

  it("F3: hold a link where that is said, and a code for lost passwords", async () => {
    const { verificationMessageTemplate } = await poolInputs(
      { verification: "link" },
      "verificationMessageTemplate",
    );
    assert.deepEqual(verificationMessageTemplate, {
      defaultEmailOption: "CONFIRM_WITH_LINK",
      emailSubject: "Your confirmation code",
      emailMessage:
        "Your confirmation code is {####}. If you did not ask for it, ignore this message.",
      emailSubjectByLink: "Confirm your address",
      emailMessageByLink:
        "{##Confirm your address##}. If you did not sign up, ignore this message.",
    });
  });

  it("F4, F88: are the texts of the functions, with Cognito's marks as parameters", async () => {
    const change: Partial<Args> = {
      email: ses,
      sms,
      factors: ["TOTP", "EMAIL"],
      messages: {
        verification: { subject: "Code", body: (code) => `Use ${code}` },
        invitation: { subject: "Welcome", body: (user, password) => `${user}: ${password}` },
        signInCode: { subject: "Sign in", body: (code) => `Sign in with ${code}` },
        sms: {
          verification: (code) => `Shop: ${code}`,
          invitation: (user, password) => `${user} ${password}`,
          signInCode: (code) => `Shop sign-in: ${code}`,
        },
      },
    };
    const names = [
      "adminCreateUserConfig",
      "emailMfaConfiguration",
      "smsAuthenticationMessage",
      "verificationMessageTemplate",
    ];
    assert.deepEqual(await poolInputs(change, ...names), {
      adminCreateUserConfig: {
        allowAdminCreateUserOnly: false,
        inviteMessageTemplate: {
          emailSubject: "Welcome",
          emailMessage: "{username}: {####}",
          smsMessage: "{username} {####}",
        },
      },
      emailMfaConfiguration: { subject: "Sign in", message: "Sign in with {####}" },
      smsAuthenticationMessage: "Shop sign-in: {####}",
      verificationMessageTemplate: {
        defaultEmailOption: "CONFIRM_WITH_CODE",
        emailSubject: "Code",
        emailMessage: "Use {####}",
        smsMessage: "Shop: {####}",
      },
    });
  });
});

describe("SMS of a pool", () => {
  it("F89: are sent with a role of its own, by this account and with this external id only", async () => {
    const recording = await layerWith({ sms });
    const role = resource(recording, types.role, "auth-sms-role");
    const externalId = "secure-api-test-auth";
    assert.deepEqual(inputs(recording, types.userPool, "auth")["smsConfiguration"], {
      externalId,
      snsCallerArn: role.outputs["arn"],
    });
    assert.deepEqual(JSON.parse(String(role.inputs["assumeRolePolicy"])), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cognito-idp.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "sts:ExternalId": externalId, "aws:SourceAccount": "123456789012" },
          },
        },
      ],
    });
    const { policy } = inputs(recording, types.rolePolicy, "auth-sms-policy");
    assert.deepEqual(JSON.parse(String(policy)).Statement, [
      { Effect: "Allow", Action: ["sns:Publish"], Resource: ["*"] },
    ]);
  });

  it("F89: cost no more than the limit that is given", async () => {
    assert.deepEqual(
      inputs(await layerWith({ sms }), types.smsPreferences, "auth-sms-preferences"),
      { monthlySpendLimit: 5, defaultSmsType: "Transactional" },
    );
  });

  it("F8: replace a lost password after mail, where that is said", async () => {
    const names = ["accountRecoverySetting", "autoVerifiedAttributes"];
    assert.deepEqual(await poolInputs({ sms, recovery: "email-then-sms" }, ...names), {
      accountRecoverySetting: {
        recoveryMechanisms: [
          { name: "verified_email", priority: 1 },
          { name: "verified_phone_number", priority: 2 },
        ],
      },
      autoVerifiedAttributes: ["email", "phone_number"],
    });
  });
});
