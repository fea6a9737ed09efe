import type { EngineEvent } from "./automation.ts";
import type { Change } from "./changes.ts";
import { toldOutputs } from "./outputs.ts";
import { expiryOutput } from "./throw-away.ts";

/** What is lost with a resource that is replaced or removed, by type. */
const LOST_WITH: Readonly<Record<string, string>> = {
  "aws:cognito/userPool:UserPool":
    "loses every user with their passwords, and changes the issuer of all tokens",
  "aws:cognito/userPoolClient:UserPoolClient":
    "changes the client id that applications are built with, and ends every session",
  "aws:cognito/userPoolDomain:UserPoolDomain":
    "changes the address of the sign-in pages, and frees the old one for anybody",
};

/**
 * Why these changes must not be made unasked: a line for each replacement or removal of a user
 * pool, client or domain whose URN is not among the allowed ones.
 */
export function lossRefusals(changes: readonly Change[], allowed: readonly string[]): string[] {
  return changes
    .filter(({ op, urn }) => ["replace", "delete"].includes(op) && !allowed.includes(urn))
    .flatMap(({ op, urn, type, name, properties }) => {
      const loss = LOST_WITH[type];
      if (loss === undefined) return [];
      const cause = properties.length > 0 ? ` because of ${properties.join(", ")}` : "";
      const word = op === "replace" ? "replaced" : "removed";
      return `${type.split(":").at(-1)} "${name}" would be ${word}${cause}, which ${loss}. If that is meant: --allow-replace '${urn}'`;
    });
}

/**
 * Why a throw-away stack must not be updated without `--ttl` where its configuration is not at hand, in a fresh checkout
 * for instance: it would stay for good, its users protected.
 * @param events of the preview
 */
export function expiryRefusals(events: readonly EngineEvent[]): string[] {
  const { before, after } = toldOutputs(events);
  const { expiresAt } = before;
  if (!expiryOutput(expiresAt) || expiryOutput(after["expiresAt"])) return [];
  return [`The stack would lose its expiry (${expiresAt}) and never be swept: add --ttl TIME.`];
}
