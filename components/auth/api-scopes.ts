import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";

/**
 * Scopes of the API with the words that explain them, by resource server: `{ orders: { read: "See
 * orders" } }` defines the scope `orders/read`.
 */
export interface ScopeTree {
  readonly [resourceServer: string]: { readonly [scope: string]: string };
}

/** Full names of the scopes in a tree: `"orders/read" | "orders/write"`. */
export type ApiScope<Scopes extends ScopeTree> = {
  [Server in keyof Scopes & string]: `${Server}/${keyof Scopes[Server] & string}`;
}[keyof Scopes & string];

/** Full names of the scopes in a tree, in its order. */
export function apiScopes<Scopes extends ScopeTree>(scopes: Scopes): ApiScope<Scopes>[] {
  const names = Object.entries(scopes).flatMap(([server, words]) =>
    Object.keys(words).map((scope) => `${server}/${scope}`),
  );
  return names as ApiScope<Scopes>[];
}

// RFC 6749, 3.3, without the slash, which separates resource server and scope.
const SCOPE_NAME = /^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+$/;
// A resource server's identifier is its display name and part of a logical name as well.
const SERVER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Everything that is wrong with a tree of scopes. */
export function* scopeTreeProblems(scopes: ScopeTree): Iterable<Problem> {
  const servers = Object.entries(scopes);
  if (servers.length > limits.resourceServersPerPool) {
    yield (
      `scopes has ${servers.length} resource servers: Cognito takes at most ` +
      `${limits.resourceServersPerPool}. Put scopes that belong together under one.`
    );
  }
  for (const [server, words] of servers) {
    const path = `scopes["${server}"]`;
    if (!SERVER_NAME.test(server)) {
      yield `${path} is no identifier of a resource server: use letters, digits and . _ - after a letter or digit.`;
    }
    const names = Object.keys(words);
    if (names.length === 0 || names.length > limits.scopesPerResourceServer) {
      yield `${path} has ${names.length} scopes: Cognito takes 1 to ${limits.scopesPerResourceServer}.`;
    }
    const unusable = names.find((name) => !SCOPE_NAME.test(name) || name.includes("*"));
    if (unusable !== undefined) {
      yield `${path} has the scope "${unusable}": use printable characters without blank, quote, slash or "*".`;
    }
    const unexplained = names.find((name) => words[name]?.trim() === "");
    if (unexplained !== undefined) {
      yield `${path}["${unexplained}"] is empty: say what the scope allows, for instance "See orders".`;
    }
    const long = names.find((name) => (words[name] ?? "").length > limits.scopeDescriptionLength);
    if (long !== undefined) {
      yield `${path}["${long}"] has ${words[long]?.length} characters: Cognito takes at most ${limits.scopeDescriptionLength}.`;
    }
  }
}
