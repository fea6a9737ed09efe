import { AuthLayer } from "../../components/auth-layer";
import { HttpApi } from "../../components/http-api";
import { readSettings } from "../../components/settings";
import { UserData } from "../../components/user-data";

const { logRetentionDays, alarms, tracing, ...settings } = readSettings();

const api = new HttpApi("api", { logRetentionDays, alarms });

const auth = new AuthLayer("auth", {
  signUp: settings.signUp,
  mfa: settings.mfa,
  lifecycle: settings.lifecycle,
  webAcl: settings.webAcl,
  logRetentionDays,
  alarms,
  tracing,
  scopes: { data: { read: "Read your data", write: "Change your data" } },
  // Apps that sign in through an SDK may sync as well.
  claims: { sdkSignIn: ["data/read", "data/write"] },
  clients: {
    web: {
      kind: "browser",
      callbackUrls: [api.url],
      scopes: ["openid", "email", "data/read", "data/write"],
    },
  },
});

const userData = new UserData("user-data", {
  datasets: ["settings", "drafts"],
  scopes: { read: ["data/read"], write: ["data/write"] },
  lifecycle: settings.lifecycle,
});

api.addRoutes(auth.authorizer, { ...userData.routes }, { tracing });

export const url = api.url;
export const signInDomain = auth.domain;
