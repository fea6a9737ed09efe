import type { HeaderLines } from "./client.ts";
import type { TokenMaker } from "./documented-tokens.ts";
import { type Event, type EventCheck, isSame } from "./event-checks.ts";

/** What the event says of the caller. */
export function callerChecks({ token }: TokenMaker): readonly EventCheck[] {
  const claims = { "cognito:groups": ["admin", "poweruser"], email_verified: true, nothing: null };
  const headers: HeaderLines = [["Authorization", `Bearer ${token({ claims })}`]];
  const jwtOf = ({ requestContext }: Event) =>
    (requestContext["authorizer"] as { jwt?: { claims: Record<string, unknown>; scopes: unknown } })
      ?.jwt;
  return [
    {
      rule: "H119",
      what: "every claim is a text, null ones are left out",
      request: { path: "/plain", headers },
      holds: (_, event) => {
        const found = jwtOf(event)?.claims ?? {};
        return (
          Object.values(found).every((claim) => typeof claim === "string") &&
          found["email_verified"] === "true" &&
          !("nothing" in found)
        );
      },
    },
    {
      rule: "H120",
      what: "a list is one text in brackets",
      request: { path: "/plain", headers },
      holds: (_, event) => jwtOf(event)?.claims["cognito:groups"] === "[admin poweruser]",
    },
    {
      rule: "H124",
      what: "scopes are null on a route without scopes",
      request: { path: "/plain", headers },
      holds: (_, event) =>
        jwtOf(event)?.scopes === null && jwtOf(event)?.claims["scope"] === "openid api/read",
    },
    {
      rule: "H125",
      what: "all scopes of the token on a route with scopes",
      request: { path: "/scoped", headers },
      holds: (_, event) => isSame(jwtOf(event)?.scopes, ["openid", "api/read"]),
    },
    {
      rule: "H127",
      what: "nothing of a token on an open route",
      request: { path: "/open", headers },
      holds: (_, event) =>
        !("authorizer" in event.requestContext) && "authorization" in event.headers,
    },
  ];
}
