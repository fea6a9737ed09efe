import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { AuthLayer } from "../../components/auth-layer";
import { HttpApi } from "../../components/http-api";
import { usernameOf } from "../../handlers/claims";
import { json } from "../../handlers/response";

const config = new pulumi.Config();
const api = new HttpApi("api", {});

const auth = new AuthLayer("auth", {
  signUp: "self-service",
  passkeys: {},
  identityProviders: {
    google: {
      clientId: config.require("googleClientId"),
      clientSecret: config.requireSecret("googleClientSecret"),
    },
    company: {
      kind: "OIDC",
      issuer: config.require("companyIssuer"),
      clientId: config.require("companyClientId"),
      clientSecret: config.requireSecret("companyClientSecret"),
      attributes: { name: "name" },
    },
  },
  branding: { logo: join(__dirname, "logo.svg"), colors: { primary: "#0b5cad", page: "#eef2f6" } },
  scopes: { notes: { read: "Read notes", export: "Export all notes" } },
  clients: {
    web: { kind: "browser", callbackUrls: [api.url], scopes: ["openid", "notes/read"] },
    // Colleagues sign in at the company and nowhere else.
    staff: {
      kind: "server",
      callbackUrls: ["https://staff.notes.example/callback"],
      identityProviders: ["company"],
      scopes: ["openid", "notes/read"],
    },
    nightly: { kind: "machine", scopes: ["notes/export"] },
  },
});

api.addRoutes(auth.authorizerOf("users", ["web", "staff"]), {
  "GET /notes": {
    scopes: ["notes/read"],
    handler: async (event) => json(200, { notes: [], for: usernameOf(event) }),
  },
});

// A machine's token opens nothing of the users', and theirs nothing of its.
api.addRoutes(auth.authorizerOf("machines", ["nightly"]), {
  "GET /export": { scopes: ["notes/export"], handler: async () => json(200, { notes: [] }) },
});

export const url = api.url;
export const signIn = auth.signInUrl("web");
