import { compareServers, loadProtected, tokenOf, withBare } from "./support/gateway.ts";
import { type Line, judge } from "./support/line.ts";
import { fixed, perSecond, range } from "./support/sampling.ts";

const TARGET = 1.5;

/** A protected route with one valid token that the gateway remembers. */
export async function measure(): Promise<readonly Line[]> {
  const { ours, bare, ratio } = await compareServers({
    name: "gateway-jwt-cached",
    measureOurs: async (server) =>
      loadProtected(server.ready.url, (await tokenOf(server)).accessToken),
    measureBare: () => withBare(loadProtected),
  });
  return [
    {
      name: "gateway-jwt-cached",
      figure: `${perSecond(ours.rate)}, p99 ${fixed(ours.p99.median)} ms`,
      calibrator: `B ${perSecond(bare.rate)}`,
      ratio: `${range(ratio.rate)} B`,
      target: `≥ ${TARGET} B`,
      verdict: judge(ratio.rate.median >= TARGET),
    },
  ];
}
