import { AuthLayer } from "../../components/auth-layer";
import { HttpApi } from "../../components/http-api";

const api = new HttpApi("api", {});

const auth = new AuthLayer("auth", {
  signUp: "self-service",
  scopes: { notes: { read: "Read notes" } },
  clients: {
    web: { kind: "browser", callbackUrls: [api.url], scopes: ["openid", "notes/read"] },
  },
});

api.addRoutes(auth.authorizer, {
  "GET /notes": {
    scopes: ["notes/read"],
    handler: async () => ({ statusCode: 200, body: "Only signed-in people read this." }),
  },
});

export const url = api.url;
export const signInDomain = auth.domain;
