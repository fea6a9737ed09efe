/**
 * Serves the pool of the examples on a state directory until it is killed, as the runtime does: state, lock and all.
 * Prints its origin. `node pools-process.ts DIRECTORY`
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClock } from "../../../../local/clock.ts";
import { createUserPools } from "../../../../local/cognito/user-pools.ts";
import { openState } from "../../../../local/state.ts";
import { client, graphOf, pool, POOL_ID, POOL_URN, resource } from "./graph.ts";
import { EMAIL, PASSWORD } from "./json-api.ts";

const alice = resource("aws:cognito/user:User", "alice", {
  inputs: { userPoolId: POOL_ID, username: EMAIL, password: PASSWORD },
});

const clock = createClock();
const state = openState(process.argv[2] ?? "memory", clock);
const pools = createUserPools({
  graph: graphOf(pool({ autoVerifiedAttributes: [] }), client(), alice),
  ...state,
  clock,
  functions: { invoke: () => Promise.reject(new Error("no triggers")) },
  issuer: "aws",
  originOf: () => "",
  log: () => undefined,
});
const server = createServer((request, response) => pools.handle(POOL_URN, request, response));
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
