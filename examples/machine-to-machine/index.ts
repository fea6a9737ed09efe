/**
 * Programs that call the API in their own name. Each gets a client of its own, so that each can be
 * told apart, limited and shut out alone. A token costs $0.00225 whenever it is asked for: keep one
 * until it expires. What that comes to with a token an hour for each of three programs:
 *
 *     npm run cost -- --program examples/machine-to-machine --users 0 --machine-tokens 2190
 */
import { AuthLayer } from "../../components/auth-layer";
import { HttpApi } from "../../components/http-api";
import { claimsOf } from "../../handlers/claims";
import { json } from "../../handlers/response";

const api = new HttpApi("api", {});

const auth = new AuthLayer("auth", {
  // No people: nobody signs up, and none is invited.
  signUp: "admin-only",
  scopes: {
    invoices: { read: "Read invoices", write: "Write invoices" },
    backups: { write: "Store backups" },
  },
  clients: {
    accounting: { kind: "machine", scopes: ["invoices/read", "invoices/write"] },
    reporting: { kind: "machine", scopes: ["invoices/read"] },
    // It asks once a night, so that a longer life would only help a thief.
    backup: {
      kind: "machine",
      scopes: ["backups/write"],
      lifetimes: { accessMinutes: 5 },
    },
  },
});

api.addRoutes(auth.authorizerOf("invoicing", ["accounting", "reporting"]), {
  "GET /invoices": {
    scopes: ["invoices/read"],
    // A machine has no user name. Who it is, its client's id says.
    handler: async (event) => json(200, { invoices: [], for: claimsOf(event).clientId }),
  },
  "POST /invoices": { scopes: ["invoices/write"], handler: async () => json(201, {}) },
});

// One client alone: a token of any other is none here, whatever its scopes.
api.addRoutes(auth.authorizerOf("nightly", ["backup"]), {
  "PUT /backups/{date}": { scopes: ["backups/write"], handler: async () => json(202, {}) },
});

export const url = api.url;
export const { userPoolId, endpoints } = auth;
export const clientIds = {
  accounting: auth.clients.accounting.id,
  reporting: auth.clients.reporting.id,
  backup: auth.clients.backup.id,
};
/** Secrets of the clients: `pulumi stack output clientSecrets --show-secrets`. */
export const clientSecrets = {
  accounting: auth.clients.accounting.secret,
  reporting: auth.clients.reporting.secret,
  backup: auth.clients.backup.secret,
};
