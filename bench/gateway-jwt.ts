import { compareServers, loadProtected, tokenOf, withBare } from "./support/gateway.ts";
import { type Line, judge } from "./support/line.ts";
import { fixed, perSecond, range } from "./support/sampling.ts";

const TARGET = { rate: 0.8, p99: 1.5 };

/** A protected route with a valid token, every token verified: 32 connections against the bare server with jose. */
export async function measure(): Promise<readonly Line[]> {
  const { ours, bare, ratio } = await compareServers({
    name: "gateway-jwt",
    switches: ["--no-token-cache"],
    measureOurs: async (server) =>
      loadProtected(server.ready.url, (await tokenOf(server)).accessToken),
    measureBare: () => withBare(loadProtected),
  });
  return [
    {
      name: "gateway-jwt",
      figure: `${perSecond(ours.rate)}, p99 ${fixed(ours.p99.median)} ms`,
      calibrator: `B ${perSecond(bare.rate)}, p99 ${fixed(bare.p99.median)} ms`,
      ratio: `${range(ratio.rate)} B, p99 ${range(ratio.p99)} B`,
      target: `≥ ${TARGET.rate} B, p99 ≤ ${TARGET.p99} B`,
      verdict: judge(ratio.rate.median >= TARGET.rate && ratio.p99.median <= TARGET.p99),
    },
  ];
}
