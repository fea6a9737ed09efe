import * as cognito from "@pulumi/aws/cognito";

const pool = new cognito.UserPool("people", {
  usernameAttributes: ["email"],
  autoVerifiedAttributes: ["email"],
  mfaConfiguration: "OPTIONAL",
  softwareTokenMfaConfiguration: { enabled: true },
  signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
});
new cognito.UserPoolDomain("pages", { userPoolId: pool.id, domain: "clients-example" });
const orders = new cognito.ResourceServer("orders", {
  userPoolId: pool.id,
  identifier: "orders",
  name: "Orders",
  scopes: [{ scopeName: "read", scopeDescription: "See orders" }],
});

const open = new cognito.UserPoolClient("open", {
  userPoolId: pool.id,
  explicitAuthFlows: [
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ],
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["code"],
  allowedOauthScopes: ["openid", "email", "aws.cognito.signin.user.admin"],
  supportedIdentityProviders: ["COGNITO"],
  callbackUrls: ["http://localhost:8080/callback"],
  logoutUrls: ["http://localhost:8080/"],
});
new cognito.UserPoolClient("closed", {
  userPoolId: pool.id,
  generateSecret: true,
  explicitAuthFlows: [
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ],
});
new cognito.UserPoolClient(
  "machine",
  {
    userPoolId: pool.id,
    generateSecret: true,
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ["client_credentials"],
    allowedOauthScopes: ["orders/read"],
  },
  { dependsOn: [orders] },
);

const identities = new cognito.IdentityPool("identities", {
  identityPoolName: "identities",
  allowUnauthenticatedIdentities: false,
  cognitoIdentityProviders: [
    { clientId: open.id, providerName: pool.endpoint, serverSideTokenCheck: true },
  ],
});
new cognito.IdentityPoolRoleAttachment("roles", {
  identityPoolId: identities.id,
  roles: { authenticated: "arn:aws:iam::123456789012:role/signed-in" },
});
