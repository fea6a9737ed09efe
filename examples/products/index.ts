import { AuthLayer } from "../../components/auth-layer";
import { HttpApi } from "../../components/http-api";
import { json, problem } from "../../handlers/response";
import { catalog } from "./catalog";
import { similarTo, tagOverlap } from "./similar";

const api = new HttpApi("api", {});

const auth = new AuthLayer("auth", {
  signUp: "self-service",
  scopes: { catalog: { read: "See products" } },
  clients: {
    web: {
      kind: "browser",
      callbackUrls: [api.url],
      scopes: ["openid", "email", "catalog/read"],
    },
  },
});

api.addRoutes(auth.authorizer, {
  "GET /products/{id}/similar": {
    scopes: ["catalog/read"],
    // What "similar" means is one function: put a better one in its place.
    handler: async (event) => {
      const similar = similarTo(event.pathParameters?.["id"] ?? "", catalog, tagOverlap);
      return similar ? json(200, { similar }) : problem(404, "Not Found", "Name a known product.");
    },
  },
});

export const url = api.url;
export const { userPoolId, issuer, domain: signInDomain } = auth;
export const clientId = auth.clients.web.id;
