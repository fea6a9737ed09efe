/**
 * Users that somebody else vouches for: colleagues by the company's SAML directory, people of a
 * partner by its OpenID Connect provider, customers by Google. `npm start -- --program
 * examples/federation` needs none of the three: a page stands in for a provider that is not on this
 * machine. What 25,000 users cost, 200 of them by SAML or OpenID Connect:
 *
 *     npm run cost -- --program examples/federation --users 25000 --federated 200
 */
import * as pulumi from "@pulumi/pulumi";
import { AuthLayer } from "../../components/auth-layer";
import { HttpApi } from "../../components/http-api";
import { groupsOf, usernameOf } from "../../handlers/claims";
import { json } from "../../handlers/response";

const config = new pulumi.Config();
const api = new HttpApi("api", {});

const auth = new AuthLayer("auth", {
  // Providers make users as well: this is about the pool's own form.
  signUp: "admin-only",
  identityProviders: {
    company: {
      kind: "SAML",
      metadata: { url: config.require("companyMetadata") },
      // Who types an address of these domains is sent there.
      identifiers: ["company.example"],
      attributes: { name: "displayName" },
    },
    partner: {
      kind: "OIDC",
      issuer: config.require("partnerIssuer"),
      clientId: config.require("partnerClientId"),
      clientSecret: config.requireSecret("partnerClientSecret"),
      identifiers: ["partner.example"],
    },
    google: {
      clientId: config.require("googleClientId"),
      clientSecret: config.requireSecret("googleClientSecret"),
    },
  },
  scopes: { documents: { read: "Read documents" } },
  clients: {
    // Everybody but the pool's own users, of whom there are none.
    web: {
      kind: "browser",
      callbackUrls: [api.url],
      identityProviders: ["company", "partner", "google"],
      scopes: ["openid", "email", "documents/read"],
    },
  },
});

api.addRoutes(auth.authorizer, {
  "GET /documents": {
    scopes: ["documents/read"],
    // Cognito puts users into a group for their provider: `POOLID_company`.
    handler: async (event) => json(200, { for: usernameOf(event), from: groupsOf(event) }),
  },
});

export const url = api.url;
export const signIn = auth.signInUrl("web");
