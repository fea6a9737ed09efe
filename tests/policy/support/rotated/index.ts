import { AuthLayer } from "../../../../components/auth-layer";

/** A layer for production whose machine's secret is rotated. */
new AuthLayer("auth", {
  signUp: "admin-only",
  scopes: { orders: { read: "See orders" } },
  clients: {
    job: { kind: "machine", scopes: ["orders/read"], secretRotation: { everyDays: 30 } },
  },
  tracing: true,
});
