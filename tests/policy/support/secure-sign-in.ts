import {
  CLIENT,
  DOMAIN,
  FUNCTION,
  LOG_DELIVERY_CONFIGURATION,
  PERMISSION,
  RESOURCE_SERVER,
  RISK_CONFIGURATION,
  ROLE,
  STACK,
  USER_POOL,
  WEB_ACL_ASSOCIATION,
} from "../../../policy/types.ts";
import { changed, resource, type Stack } from "./stack.ts";

const POOL_ID = "eu-west-1_Abc123";
const POOL_ARN = `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${POOL_ID}`;
const TRIGGER_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:pre-token";
const CERTIFICATE_ARN = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d";
const SMS_ROLE_ARN = "arn:aws:iam::123456789012:role/sms";
const ofPool = { userPoolId: [USER_POOL, "pool"] } as const;
const protect = changed("pool", (facts) => ({
  ...facts,
  options: { ...facts.options, protect: true },
}));

const POOL = resource(
  USER_POOL,
  "pool",
  {
    id: POOL_ID,
    arn: POOL_ARN,
    userPoolTier: "PLUS",
    deletionProtection: "ACTIVE",
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    usernameAttributes: ["email"],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ["email"],
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    mfaConfiguration: "ON",
    softwareTokenMfaConfiguration: { enabled: true },
    signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] },
    webAuthnConfiguration: { userVerification: "required", relyingPartyId: "auth.example.com" },
    deviceConfiguration: { challengeRequiredOnNewDevice: true },
    passwordPolicy: {
      minimumLength: 15,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 1,
      passwordHistorySize: 5,
    },
    userPoolAddOns: {
      advancedSecurityMode: "ENFORCED",
      advancedSecurityAdditionalFlows: { customAuthMode: "ENFORCED" },
    },
    emailConfiguration: { emailSendingAccount: "DEVELOPER" },
    smsConfiguration: { externalId: "shop-sms", snsCallerArn: SMS_ROLE_ARN },
    lambdaConfig: {
      preTokenGenerationConfig: { lambdaArn: TRIGGER_ARN, lambdaVersion: "V2_0" },
    },
  },
  { lambdaConfig: [FUNCTION, "pre-token"], smsConfiguration: [ROLE, "sms-role"] },
);

const CLIENTS: Stack = [
  resource(
    CLIENT,
    "client",
    {
      id: "client123",
      userPoolId: POOL_ID,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid", "email", "orders/read"],
      explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
      supportedIdentityProviders: ["COGNITO"],
      preventUserExistenceErrors: "ENABLED",
      refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 10 },
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
      accessTokenValidity: 15,
      idTokenValidity: 15,
      refreshTokenValidity: 1,
      writeAttributes: ["email", "name"],
      callbackUrls: ["https://app.example.com/signed-in"],
      logoutUrls: ["https://app.example.com/"],
      defaultRedirectUri: "https://app.example.com/signed-in",
    },
    ofPool,
  ),
  resource(
    CLIENT,
    "service",
    {
      id: "service123",
      userPoolId: POOL_ID,
      generateSecret: true,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["client_credentials"],
      allowedOauthScopes: ["orders/write"],
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      preventUserExistenceErrors: "ENABLED",
    },
    ofPool,
  ),
  resource(
    RESOURCE_SERVER,
    "orders",
    {
      userPoolId: POOL_ID,
      identifier: "orders",
      scopes: [{ scopeName: "read" }, { scopeName: "write" }],
    },
    ofPool,
  ),
];

const AROUND_POOL: Stack = [
  resource(
    DOMAIN,
    "domain",
    {
      userPoolId: POOL_ID,
      domain: "auth.example.com",
      certificateArn: CERTIFICATE_ARN,
      managedLoginVersion: 2,
    },
    ofPool,
  ),
  resource(
    DOMAIN,
    "prefix-domain",
    { userPoolId: POOL_ID, domain: "shop-login", managedLoginVersion: 2 },
    ofPool,
  ),
  resource(
    RISK_CONFIGURATION,
    "risk",
    {
      userPoolId: POOL_ID,
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
      accountTakeoverRiskConfiguration: {
        notifyConfiguration: { sourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/a.example" },
        actions: {
          highAction: { eventAction: "BLOCK", notify: true },
          mediumAction: { eventAction: "MFA_REQUIRED", notify: true },
          lowAction: { eventAction: "MFA_IF_CONFIGURED", notify: true },
        },
      },
      riskExceptionConfiguration: { skippedIpRangeLists: ["203.0.113.0/24"] },
    },
    ofPool,
  ),
  resource(
    LOG_DELIVERY_CONFIGURATION,
    "log-delivery",
    {
      userPoolId: POOL_ID,
      logConfigurations: [
        { eventSource: "userNotification", logLevel: "ERROR" },
        { eventSource: "userAuthEvents", logLevel: "INFO" },
      ],
    },
    ofPool,
  ),
  resource(
    WEB_ACL_ASSOCIATION,
    "pool-firewall",
    { resourceArn: POOL_ARN },
    { resourceArn: [USER_POOL, "pool"] },
  ),
];

const TRIGGERS: Stack = [
  resource(FUNCTION, "pre-token", {
    id: "pre-token",
    name: "pre-token",
    arn: TRIGGER_ARN,
    description: "Adds claims to access tokens",
    runtime: "nodejs24.x",
    role: "arn:aws:iam::123456789012:role/pre-token",
    timeout: 5,
    memorySize: 256,
    reservedConcurrentExecutions: 5,
    tracingConfig: { mode: "Active" },
    loggingConfig: { logFormat: "JSON", logGroup: "pre-token-logs" },
    codeSigningConfigArn: "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1",
    vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
  }),
  resource(
    PERMISSION,
    "pre-token-permission",
    {
      action: "lambda:InvokeFunction",
      principal: "cognito-idp.amazonaws.com",
      function: "pre-token",
      sourceArn: POOL_ARN,
    },
    { function: [FUNCTION, "pre-token"], sourceArn: [USER_POOL, "pool"] },
  ),
  resource(ROLE, "sms-role", {
    arn: SMS_ROLE_ARN,
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cognito-idp.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "sts:ExternalId": "shop-sms", "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": POOL_ARN },
          },
        },
      ],
    }),
  }),
];

/** A user pool with everything that stands around it, and the stack's outputs. */
export const SECURE_SIGN_IN: Stack = [
  ...protect([POOL]),
  ...CLIENTS,
  ...AROUND_POOL,
  ...TRIGGERS,
  resource(STACK, "shop-test", { userPoolId: POOL_ID, clientId: "client123" }),
];
