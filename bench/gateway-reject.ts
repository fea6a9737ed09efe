import { applyLoad, type LoadResult } from "./support/load-client.ts";
import {
  compareServers,
  type Gateway,
  tokenOf,
  withBadSignature,
  withBare,
} from "./support/gateway.ts";
import { type Line, judge } from "./support/line.ts";
import { fixed, perSecond, range, summarize } from "./support/sampling.ts";
import { protectedPath } from "./support/served-program.ts";

const TARGET = { rate: 0.9, p99: 2 };
/** Nine tenths of the connections send a token that has to be refused. */
const CONNECTIONS = { bad: 29, valid: 3 };
const SECONDS = 2.5;

/**
 * Tokens with a bad signature refused, while valid ones are sent beside them: refusals a second over the bare server's
 * under the same mixed load, and the p99 of the valid ones over the p99 when all of the connections send valid ones.
 */
export async function measure(): Promise<readonly Line[]> {
  const slowdowns: number[] = [];
  const { ours, bare, ratio } = await compareServers({
    name: "gateway-reject",
    measureOurs: async (server) => loadOurs(server, slowdowns),
    measureBare: () => withBare(async (url, accessToken) => (await mixed(url, accessToken)).bad),
  });
  const slowdown = summarize(slowdowns.slice(1));
  return [
    {
      name: "gateway-reject",
      figure: `${perSecond(ours.rate)} refused, valid p99 × ${fixed(slowdown.median)}`,
      calibrator: `B ${perSecond(bare.rate)}`,
      ratio: `${range(ratio.rate)} B`,
      target: `≥ ${TARGET.rate} B, p99 ≤ × ${TARGET.p99}`,
      verdict: judge(ratio.rate.median >= TARGET.rate && slowdown.median <= TARGET.p99),
      remark: `× from ${fixed(slowdown.min)} to ${fixed(slowdown.max)}`,
    },
  ];
}

async function loadOurs(server: Gateway, slowdowns: number[]): Promise<LoadResult> {
  const { url } = server.ready;
  const { accessToken } = await tokenOf(server);
  await mixed(url, accessToken);
  const own = await validLoad(url, accessToken, CONNECTIONS.bad + CONNECTIONS.valid);
  const { bad, valid } = await mixed(url, accessToken);
  slowdowns.push(valid.p99Ms / own.p99Ms);
  return bad;
}

async function mixed(url: string, accessToken: string) {
  const headers = { authorization: `Bearer ${withBadSignature(accessToken)}` };
  const load = { url, path: protectedPath(0), headers, seconds: SECONDS };
  const [bad, valid] = await Promise.all([
    applyLoad({ ...load, connections: CONNECTIONS.bad, status: 401 }),
    validLoad(url, accessToken, CONNECTIONS.valid),
  ]);
  return { bad, valid };
}

function validLoad(url: string, accessToken: string, connections: number): Promise<LoadResult> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const load = { url, path: protectedPath(0), headers, seconds: SECONDS, status: 200 };
  return applyLoad({ ...load, connections });
}
