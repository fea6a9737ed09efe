import type { Rule } from "../rule.ts";
import { RESOURCE_SERVER } from "../types.ts";
import { within } from "../values.ts";

const CREATE_SERVER =
  "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateResourceServer.html";

export const RESOURCE_SERVER_RULES: readonly Rule[] = [
  {
    id: "rs-scopes-unambiguous",
    scope: "resource",
    types: [RESOURCE_SERVER],
    description: "No scope has a wildcard in its name, or begins with the name of another one.",
    why: "Whoever looks for read in a text finds it in readonly.",
    remedy: "Choose names of which none begins with another, such as read and list.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference: CREATE_SERVER,
    checks: [
      function* (server) {
        const scopes = server.items("scopes").map(({ path }) => within(path, "scopeName"));
        const names = scopes.map((path) => server.text(path));
        for (const [index, path] of scopes.entries()) {
          const name = names[index] ?? "";
          const start = names.find((other) => other !== name && name.startsWith(other));
          if (name.includes("*")) yield server.violation(path, "a name without *");
          else if (start) yield server.violation(path, `a name that does not begin with ${start}`);
        }
      },
    ],
  },
  {
    id: "rs-identifier-valid",
    scope: "resource",
    types: [RESOURCE_SERVER],
    description:
      "The identifier of a resource server is a name or an address, without spaces and a last slash.",
    why: "Every scope begins with it, letter for letter.",
    remedy:
      "Mend the identifier before clients use its scopes: another one replaces the resource server.",
    severity: "low",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [],
    reference: CREATE_SERVER,
    checks: [
      function* (server) {
        if (!/^[^\s\\"]*[^\s\\"/]$/.test(server.text("identifier"))) {
          yield server.violation(
            "identifier",
            "a name or an address without spaces and a last slash",
          );
        }
      },
    ],
  },
];
