import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, createClock } from "../../../../local/clock.ts";
import { createSigning, type Signing } from "../../../../local/cognito/tokens/signing.ts";
import { openStore, type Store } from "../../../../local/cognito/store.ts";
import { createUserPools, type UserPools } from "../../../../local/cognito/user-pools.ts";
import {
  createCredentialVault,
  type CredentialVault,
} from "../../../../local/identity/credentials.ts";
import { createIdentityPools } from "../../../../local/identity/identity-pools.ts";
import type { Functions } from "../../../../local/functions/invocation.ts";
import type { Graph } from "../../../../local/program/graph.ts";
import { POOL_URN } from "./graph.ts";
import { keyOfRing } from "./key-ring.ts";

/** User pools of a graph on a real server on loopback. */
export interface RunningPools {
  readonly origin: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly signing: Signing;
  readonly pools: UserPools;
  /** Credentials that the graph's identity pools handed out. */
  readonly credentials: CredentialVault;
  /** Lines of the runtime's log. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** The clock of a test starts here: 2026-11-22T23:55:57Z. */
export const START = Date.UTC(2026, 10, 22, 23, 55, 57);

// Made once for all tests: two keys cost as long as fifty tests.
const keys = (["id", "access"] as const).map((purpose) => ({
  purpose,
  kid: Buffer.alloc(32, purpose).toString("base64"),
  pkcs8: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "der",
    type: "pkcs8",
  }),
}));

export const ID_KID = keys[0]?.kid;
export const ACCESS_KID = keys[1]?.kid;

/** Serves the graph. All requests go to the first pool's origin unless `poolUrn` says another. */
export async function serve(
  graph: Graph,
  options: {
    issuer?: "aws" | "local";
    poolUrn?: string;
    store?: Store;
    functions?: Functions;
    /** The name that pools and callers know the server by; a passkey needs one. */
    host?: "127.0.0.1" | "localhost";
  } = {},
): Promise<RunningPools> {
  const store = options.store ?? openStore(":memory:");
  for (const { id } of graph.ofType("aws:cognito/userPool:UserPool")) {
    for (const key of keys) store.keys.add(id, key);
  }
  const clock = createClock(() => START);
  const credentials = createCredentialVault(clock);
  const log: string[] = [];
  let handle: UserPools["handle"] = () => undefined;
  const server = createServer((request, response) =>
    handle(options.poolUrn ?? POOL_URN, request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://${options.host ?? "127.0.0.1"}:${(server.address() as AddressInfo).port}`;
  const signing = createSigning(store, clock, keyOfRing);
  const pools = createUserPools({
    graph,
    store,
    clock,
    signing,
    functions: options.functions ?? { invoke: () => Promise.reject(new Error("no triggers")) },
    log: (line) => log.push(line),
    issuer: options.issuer ?? "aws",
    originOf: () => origin,
  });
  const identityPools = createIdentityPools({
    graph,
    store,
    clock,
    signing,
    credentials,
    userPools: pools,
    log: (line) => log.push(line),
  });
  handle = (urn, request, response) =>
    identityPools.owns(request)
      ? identityPools.handle(request, response)
      : pools.handle(urn, request, response);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, store, clock, signing, pools, credentials, log, close };
}
