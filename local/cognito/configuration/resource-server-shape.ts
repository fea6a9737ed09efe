import { objects, type Properties, text } from "../../program/graph.ts";
import { listOf, optionalText, required, structure } from "../../json-api/input.ts";

export const serverIdentifier = required(
  optionalText({ minimum: 1, maximum: 256, pattern: /^[\x21\x23-\x5B\x5D-\x7E]+$/ }),
);
/** A resource server as operations take it. */
export const serverSettings = {
  Identifier: serverIdentifier,
  Name: required(optionalText({ minimum: 1, maximum: 256, pattern: /^[\w\s+=,.@-]+$/ })),
  Scopes: listOf(
    structure({
      // No slash: it stands between identifier and scope (C44).
      ScopeName: required(
        optionalText({ minimum: 1, maximum: 256, pattern: /^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+$/ }),
      ),
      ScopeDescription: required(optionalText({ minimum: 1, maximum: 256 })),
    }),
    { maximum: 100 },
  ),
};

/** The scopes of one resource server. @param inputs in the provider's form */
export function scopesOfServer(inputs: Properties): readonly string[] {
  return objects(inputs["scopes"]).map(
    ({ scopeName }) => `${text(inputs["identifier"])}/${String(scopeName)}`,
  );
}
