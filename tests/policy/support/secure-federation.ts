import {
  CLIENT,
  IDENTITY_POOL,
  IDENTITY_POOL_ROLES,
  IDENTITY_PROVIDER,
  ROLE,
  USER_POOL,
} from "../../../policy/types.ts";
import { SECRET } from "../../../policy/values.ts";
import { resource, type Stack } from "./stack.ts";

const IDENTITY_POOL_ID = "eu-west-1:0a1b2c3d-0000-4000-8000-000000000000";
const USER_ROLE_ARN = "arn:aws:iam::123456789012:role/user";
const PROVIDER = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123";

/** AWS credentials for the users of the pool, and providers that they may come from. */
export const SECURE_FEDERATION: Stack = [
  resource(
    IDENTITY_POOL,
    "identity-pool",
    {
      id: IDENTITY_POOL_ID,
      identityPoolName: "shop",
      allowUnauthenticatedIdentities: false,
      cognitoIdentityProviders: [
        { clientId: "client123", providerName: PROVIDER, serverSideTokenCheck: true },
      ],
    },
    { cognitoIdentityProviders: [CLIENT, "client"] },
  ),
  resource(
    IDENTITY_POOL_ROLES,
    "identity-pool-roles",
    {
      identityPoolId: IDENTITY_POOL_ID,
      roles: { authenticated: USER_ROLE_ARN },
      roleMappings: [
        {
          identityProvider: `${PROVIDER}:client123`,
          type: "Token",
          ambiguousRoleResolution: "Deny",
        },
      ],
    },
    { identityPoolId: [IDENTITY_POOL, "identity-pool"], roles: [ROLE, "user-role"] },
  ),
  resource(ROLE, "user-role", {
    arn: USER_ROLE_ARN,
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "cognito-identity.amazonaws.com:aud": IDENTITY_POOL_ID },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
          },
        },
      ],
    }),
  }),
  resource(
    IDENTITY_PROVIDER,
    "company",
    {
      userPoolId: "eu-west-1_Abc123",
      providerName: "company",
      providerType: "OIDC",
      providerDetails: {
        client_id: "shop",
        client_secret: SECRET,
        oidc_issuer: "https://id.example.com",
        authorize_scopes: "openid email",
      },
      attributeMapping: { username: "sub", email: "email", email_verified: "email_verified" },
    },
    { userPoolId: [USER_POOL, "pool"] },
  ),
  resource(
    IDENTITY_PROVIDER,
    "partner",
    {
      userPoolId: "eu-west-1_Abc123",
      providerName: "partner",
      providerType: "SAML",
      providerDetails: {
        MetadataURL: "https://saml.example.com/metadata",
        RequestSigningAlgorithm: "rsa-sha256",
        EncryptedResponses: "true",
      },
    },
    { userPoolId: [USER_POOL, "pool"] },
  ),
];
