import assert from "node:assert/strict";
import { checkProgram } from "../../../../local/cognito/configuration/program-rules.ts";
import type { Properties } from "../../../../local/program/graph.ts";
import { client, graphOf, machineClient, pool, serverClient } from "../support/graph.ts";

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

describe("pools and clients that AWS would not create", () => {
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
