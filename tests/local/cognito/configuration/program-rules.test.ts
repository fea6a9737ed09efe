import assert from "node:assert/strict";
import { checkProgram } from "../../../../local/cognito/configuration/program-rules.ts";
import type { Properties } from "../../../../local/program/graph.ts";
import {
  client,
  domain,
  graphOf,
  machineClient,
  pool,
  resourceServer,
  serverClient,
} from "../support/graph.ts";

const POOL = 'aws:cognito/userPool:UserPool "auth"';
const CLIENT = 'aws:cognito/userPoolClient:UserPoolClient "6h8"';
const INVALID = "its inputs: InvalidParameterException";
const FIX = "Change the program: AWS would not create this.";

const MESSAGES: Readonly<Record<string, readonly [Properties, string]>> = {
  "a code mail without its code": [
    { verificationMessageTemplate: { emailMessage: "Hello" } },
    "verificationMessageTemplate.emailMessage does not hold the placeholder {####}.",
  ],
  "a link mail without its link": [
    { verificationMessageTemplate: { emailMessageByLink: "Use {####}" } },
    "verificationMessageTemplate.emailMessageByLink does not hold the placeholder {##words of the link##}.",
  ],
  "an invitation without the user name": [
    { adminCreateUserConfig: { inviteMessageTemplate: { smsMessage: "{####}" } } },
    "adminCreateUserConfig.inviteMessageTemplate.smsMessage does not hold the placeholder {username}.",
  ],
  "an older text without its code": [
    { smsAuthenticationMessage: "Hello" },
    "smsAuthenticationMessage does not hold the placeholder {####}.",
  ],
  "two subjects that differ": [
    {
      emailVerificationSubject: "One",
      verificationMessageTemplate: { emailSubject: "Two" },
    },
    "emailVerificationSubject and verificationMessageTemplate.emailSubject differ.",
  ],
};

const APP: Properties = { softwareTokenMfaConfiguration: { enabled: true } };
const INVALID_PARAMETER = "InvalidParameterException";

const FACTORS: Readonly<Record<string, readonly [Properties, string, string]>> = {
  "MFA on without a factor": [
    { mfaConfiguration: "ON" },
    INVALID_PARAMETER,
    "At least one MFA factor has to be configured to turn MFA on.",
  ],
  "optional MFA without a factor": [
    { mfaConfiguration: "OPTIONAL", softwareTokenMfaConfiguration: { enabled: false } },
    INVALID_PARAMETER,
    "At least one MFA factor has to be configured to turn MFA on.",
  ],
  "codes by e-mail without a sender": [
    { mfaConfiguration: "OPTIONAL", ...APP, emailMfaConfiguration: {} },
    INVALID_PARAMETER,
    "Codes by e-mail need EmailSendingAccount DEVELOPER.",
  ],
  "codes by e-mail in tier LITE": [
    { mfaConfiguration: "ON", ...APP, emailMfaConfiguration: {}, userPoolTier: "LITE" },
    "FeatureUnavailableInTierException",
    "MFA by e-mail is available from the ESSENTIALS tier on.",
  ],
};

const units = { accessToken: "minutes", idToken: "minutes", refreshToken: "minutes" };
const lifetimes = (access: number, id: number, refresh: number): Properties => ({
  accessTokenValidity: access,
  idTokenValidity: id,
  refreshTokenValidity: refresh,
  tokenValidityUnits: units,
});
const RANGE = "Invalid range for token validity.";
const LONGER = "Access and ID tokens cannot live longer than the refresh token.";

const CLIENTS: Readonly<Record<string, readonly [Properties, string]>> = {
  "C29: an access token of 4 minutes": [lifetimes(4, 60, 60), RANGE],
  "C29: an access token of 25 hours": [{ accessTokenValidity: 25 }, RANGE],
  "C29: an ID token of over a day": [lifetimes(60, 1441, 10_000), RANGE],
  "C29: a refresh token of 59 minutes": [lifetimes(5, 5, 59), RANGE],
  "C29: a refresh token of over 3650 days": [{ refreshTokenValidity: 3651 }, RANGE],
  "C30: an access token that outlives the refresh token": [lifetimes(61, 60, 60), LONGER],
  "C30: an ID token that outlives the refresh token": [lifetimes(60, 61, 60), LONGER],
  "C86: a callback over plain http": [
    { callbackUrls: ["http://app.example/cb"] },
    "http://app.example/cb is not a valid callback or logout URL.",
  ],
  "C86: a default redirect URI that is no callback": [
    { defaultRedirectUri: "https://app.example/other" },
    "DefaultRedirectURI has to be one of the CallbackURLs.",
  ],
  "C88: a code flow without a callback": [
    { callbackUrls: [] },
    "CallbackURLs are required for code and implicit flows.",
  ],
};

const most = (limit: number) => `have value less than or equal to ${limit}`;
const least = (limit: number) => `have value greater than or equal to ${limit}`;
const oneOf = (...values: readonly string[]) => `satisfy enum value set: [${values.join(", ")}]`;

const POOL_VALUES: Readonly<Record<string, readonly [Properties, string, string]>> = {
  "C263: a password of 5 characters": [
    { passwordPolicy: { minimumLength: 5 } },
    "passwordPolicy.minimumLength",
    least(6),
  ],
  "C263: a password of 100 characters": [
    { passwordPolicy: { minimumLength: 100 } },
    "passwordPolicy.minimumLength",
    most(99),
  ],
  "C251: an alias that is none": [
    { usernameAttributes: [], aliasAttributes: ["nickname"] },
    "aliasAttributes.1.member",
    oneOf("phone_number", "email", "preferred_username"),
  ],
  "C257: a name of 21 characters": [
    { schemas: [{ name: "a".repeat(21), attributeDataType: "String" }] },
    "schema.1.member.name",
    "have length less than or equal to 20",
  ],
  "C257: an unknown type": [
    { schemas: [{ name: "plan", attributeDataType: "Text" }] },
    "schema.1.member.attributeDataType",
    oneOf("String", "Number", "DateTime", "Boolean"),
  ],
  "C267: MFA that is neither on nor off": [
    { mfaConfiguration: "YES" },
    "mfaConfiguration",
    oneOf("OFF", "ON", "OPTIONAL"),
  ],
  "C281: a tier that there is not": [
    { userPoolTier: "GOLD" },
    "userPoolTier",
    oneOf("LITE", "ESSENTIALS", "PLUS"),
  ],
};

describe("pools and clients that AWS would not create", () => {
  for (const [flaw, [inputs, member, must]] of Object.entries(POOL_VALUES)) {
    it(flaw, () => {
      const text = `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must ${must}`;
      const message = `${POOL}: ${INVALID}: ${text} ${FIX}`;
      assert.throws(() => checkProgram(graphOf(pool(inputs))), { message });
    });
  }

  it("C185: a flow that there is not", () => {
    const odd = client({ explicitAuthFlows: ["ALLOW_EVERYTHING"] });
    assert.throws(() => checkProgram(graphOf(pool(), odd)), /'explicitAuthFlows\.1\.member'/);
  });

  it("C137: a session of 16 minutes", () => {
    const odd = client({ authSessionValidity: 16 });
    assert.throws(() => checkProgram(graphOf(pool(), odd)), /'authSessionValidity'.* 15 Change/);
  });

  it("C293: a prefix with capitals, and one with a name of AWS's", () => {
    const named = (name: string) => () => checkProgram(graphOf(pool(), domain({ domain: name })));
    assert.throws(named("My-Domain"), /"domain": its inputs: .* Value at 'domain' failed/);
    assert.throws(named("mycognitoapp"), /Domain cannot contain reserved word: cognito/);
    named("my-app")();
  });

  it("C44: an identifier with a space, a scope with a slash", () => {
    const server = (inputs: Properties) => () =>
      checkProgram(graphOf(pool(), resourceServer({ name: "Orders", ...inputs })));
    const scope = (scopeName: string) => ({ scopeName, scopeDescription: "See orders" });
    assert.throws(server({ identifier: "a b" }), /Value at 'identifier' failed/);
    assert.throws(
      server({ identifier: "orders", scopes: [scope("r/w")] }),
      /'scopes\.1\.member\.scopeName'/,
    );
    server({ identifier: "https://api.example.com", scopes: [scope("read")] })();
  });

  it("C29: what the provider does not send is not looked at: empty texts and lists, zeros of its own", () => {
    const unset = { accessTokenValidity: 0, authSessionValidity: 0, defaultRedirectUri: "" };
    const texts = { emailVerificationSubject: "", emailConfiguration: { configurationSet: "" } };
    checkProgram(graphOf(pool({ ...texts, aliasAttributes: [] }), client(unset)));
  });

  it("H296: names that Pulumi makes up, and ARNs that are stand-ins, are not looked at", () => {
    const sms = { smsConfiguration: { snsCallerArn: "arn" } };
    const { name: _, ...nameless } = resourceServer().inputs;
    checkProgram(graphOf(pool(sms), { ...resourceServer(), inputs: nameless }));
  });

  for (const [flaw, [inputs, code, text]] of Object.entries(FACTORS)) {
    it(`C267: ${flaw}`, () => {
      const message = `${POOL}: its inputs: ${code}: ${text} ${FIX}`;
      assert.throws(() => checkProgram(graphOf(pool(inputs))), { message });
    });
  }

  it("C267: MFA with an app, and by e-mail with a sender, is created", () => {
    checkProgram(graphOf(pool({ mfaConfiguration: "ON", ...APP })));
    const emailConfiguration = { emailSendingAccount: "DEVELOPER", sourceArn: "arn:aws:ses:x" };
    const byEmail = { mfaConfiguration: "ON", emailMfaConfiguration: {}, emailConfiguration };
    checkProgram(graphOf(pool(byEmail)));
  });

  for (const [flaw, [inputs, text]] of Object.entries(MESSAGES)) {
    it(`C273: ${flaw}`, () => {
      const message = `${POOL}: ${INVALID}: ${text} ${FIX}`;
      assert.throws(() => checkProgram(graphOf(pool(inputs))), { message });
    });
  }

  for (const [flaw, [inputs, text]] of Object.entries(CLIENTS)) {
    it(flaw, () => {
      const message = `${CLIENT}: ${INVALID}: ${text} ${FIX}`;
      assert.throws(() => checkProgram(graphOf(pool(), client(inputs))), { message });
    });
  }

  it("C276: a public client with client credentials", () => {
    const machine = client({ allowedOauthFlows: ["client_credentials"] });
    assert.throws(() => checkProgram(graphOf(pool(), machine)), {
      code: "InvalidOAuthFlowException",
      resource: "6h8",
    });
  });

  it("C29, C30, C86: takes the shortest and the longest lives, and every kind of callback", () => {
    const callbackUrls = [
      "https://app.example/cb",
      "http://localhost:3000",
      "http://127.0.0.1/cb",
      "http://[::1]:8080/cb",
      "myapp://callback",
      "com.example.app:/callback",
    ];
    for (const inputs of [
      lifetimes(5, 5, 60),
      lifetimes(1440, 1440, 3650 * 1440),
      { callbackUrls, defaultRedirectUri: "myapp://callback" },
    ]) {
      checkProgram(graphOf(pool(), client(inputs), serverClient(), machineClient()));
    }
  });
});
