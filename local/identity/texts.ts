/** The texts that clients compare, in one place. Those without a report of the real service are marked. */
export const TEXTS = {
  noGuests: "Unauthenticated access is not supported for this identity pool.", // C318
  loginsDoNotMatch:
    "Logins don't match. Please include at least one valid login for this identity or identity pool.", // https://github.com/aws-amplify/amplify-js/issues/2443
  unsupportedProvider: "Token is not from a supported provider of this identity pool.", // https://github.com/amazon-archives/amazon-cognito-identity-js/issues/7
  notAToken: "Invalid login token. Not a valid OpenId Connect identity token.",
  wrongIssuer: "Invalid login token. Issuer doesn't match providerName", // https://github.com/amazon-archives/amazon-cognito-identity-js/issues/40
  badSignature: "Invalid login token. Couldn't verify signed token.", // https://github.com/amazon-archives/amazon-cognito-identity-js/issues/91
  noAudience: "Invalid login token. Missing a required claim: aud", // an access token: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/7
  notAnIdToken: "Invalid login token. Not an ID token.", // inferred
  revoked: "Invalid login token. Token has been revoked.", // C317, inferred
  alreadyLinked: "Login is already linked to another identity.", // C323, inferred
  noRole: "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
  ambiguousRole: "Access denied: no role could be chosen for this token.", // C319, inferred
  foreignRole: "CustomRoleArn is not among the roles of the token.", // C319, inferred
  noCustomRole: "CustomRoleArn is not supported by the role mapping of this identity pool.", // inferred
  noClassicFlow: "Basic (classic) flow is not enabled, please use enhanced flow.", // https://github.com/aws/aws-cli/issues/7652
  noClassicFlowWithMappings:
    "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.", // https://github.com/aws-observability/aws-rum-web/issues/172
} as const;
