import { compareServers, loadPublic, withBare } from "./support/gateway.ts";
import { type Line, judge } from "./support/line.ts";
import { fixed, perSecond, range } from "./support/sampling.ts";

const TARGET = 0.6;

/** A public route through event, worker and answer: requests a second over the bare server's public path. */
export async function measure(): Promise<readonly Line[]> {
  const { ours, bare, ratio } = await compareServers({
    name: "gateway-public",
    measureOurs: ({ ready }) => loadPublic(ready.url),
    measureBare: () => withBare(loadPublic),
  });
  return [
    {
      name: "gateway-public",
      figure: perSecond(ours.rate),
      calibrator: `B0 ${perSecond(bare.rate)}`,
      ratio: `${range(ratio.rate)} B0`,
      target: `≥ ${TARGET} B0`,
      verdict: judge(ratio.rate.median >= TARGET),
      remark: `p99 ${fixed(ours.p99.median)} ms beside ${fixed(bare.p99.median)} ms`,
    },
  ];
}
