import type { EngineEvent } from "./automation.ts";
import type { Change } from "./changes.ts";
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
  // The engine tells of the stack when it is registered, and once more with its new outputs.
  const told = events
    .flatMap((event) => event.resOutputsEvent?.metadata ?? [])
    .filter(({ type }) => type === "pulumi:pulumi:Stack");
  const was = told[0]?.old?.outputs?.["expiresAt"];
  const becomes = told.at(-1)?.new?.outputs?.["expiresAt"];
  if (!expiryOutput(was) || expiryOutput(becomes)) return [];
  return [`The stack would lose its expiry (${was}) and never be swept: add --ttl TIME.`];
}
