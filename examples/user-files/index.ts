import { AuthLayer } from "../../components/auth-layer";
import { IdentityPool } from "../../components/identity-pool";
import { readSettings } from "../../components/settings";
import { UserFiles } from "../../components/user-files";

const SITE = "https://app.example.com";

const { signUp, mfa, lifecycle, webAcl, alarms, logRetentionDays } = readSettings();

const auth = new AuthLayer("auth", {
  signUp,
  mfa,
  lifecycle,
  webAcl,
  alarms,
  logRetentionDays,
  scopes: {},
  clients: {
    web: { kind: "browser", callbackUrls: [`${SITE}/`], scopes: ["openid", "email"] },
  },
});

const identities = new IdentityPool("identities", {
  issuer: auth.issuer,
  clientIds: [auth.clients.web.id],
  roles: { authenticated: {} },
});

const files = new UserFiles("files", {
  roles: { member: identities.roles.authenticated },
  sites: [SITE],
  lifecycle,
});

export const identityPoolId = identities.id;
export const bucketName = files.bucketName;
export const signInDomain = auth.domain;
