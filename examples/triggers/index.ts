import { AuthLayer } from "../../components/auth-layer";
import { HttpApi } from "../../components/http-api";
import { groupsOf, textClaim } from "../../handlers/claims";
import { json } from "../../handlers/response";

const api = new HttpApi("api", {});

const auth = new AuthLayer("auth", {
  signUp: "self-service",
  scopes: { notes: { read: "Read notes", write: "Write notes" } },
  groups: { editor: { description: "Writes notes" } },
  clients: {
    web: { kind: "browser", callbackUrls: [api.url], scopes: ["openid", "notes/read"] },
  },
  triggers: {
    // Colleagues only. What the function throws is what the user reads.
    preSignUp: async (event) => {
      const { email = "" } = event.request.userAttributes;
      if (!email.toLowerCase().endsWith("@example.com")) throw new Error("Use your work address");
      return event;
    },
    customMessage: async (event) => {
      event.response.emailSubject = "Welcome to the notes";
      event.response.emailMessage = `Your code is ${event.request.codeParameter}.`;
      return event;
    },
  },
  claims: {
    // Who signs in through an SDK reads notes like everybody else; only editors write them.
    sdkSignIn: ["notes/read"],
    groups: { editor: ["notes/write"] },
    attributes: { address: "email" },
  },
});

api.addRoutes(auth.authorizer, {
  "GET /notes": {
    scopes: ["notes/read"],
    handler: async (event) =>
      json(200, { readBy: textClaim(event, "address"), groups: groupsOf(event) }),
  },
  "POST /notes": { scopes: ["notes/write"], handler: async () => json(201, {}) },
});

export const url = api.url;
export const signInDomain = auth.domain;
