import { type Gateway, loadProtected, serveRecording, tokenOf } from "./support/gateway.ts";
import { type Line, judge } from "./support/line.ts";
import { interleave, perSecond, range, summarize } from "./support/sampling.ts";
import { recordServed } from "./support/served-program.ts";

const TARGET = 0.9;
/** As many as AWS allows, the public one included. */
const MANY = 299;
const FEW = 2;

/** The same protected route, with the cache of verified tokens, in an API of 300 routes and in one of 3. */
export async function measure(): Promise<readonly Line[]> {
  const [many, few] = [
    await recordServed("routes300", MANY),
    await recordServed("routes300-few", FEW),
  ];
  const load = async (server: Gateway) =>
    (await loadProtected(server.ready.url, (await tokenOf(server)).accessToken)).perSecond;
  const taken = await interleave({
    few: () => serveRecording(few, load),
    many: () => serveRecording(many, load),
  });
  const ratios = summarize(taken.many.map((rate, at) => rate / (taken.few[at] ?? Number.NaN)));
  return [
    {
      name: "routes300",
      figure: perSecond(summarize(taken.many)),
      calibrator: `3 routes ${perSecond(summarize(taken.few))}`,
      ratio: range(ratios),
      target: `≥ ${TARGET}`,
      verdict: judge(ratios.median >= TARGET),
    },
  ];
}
