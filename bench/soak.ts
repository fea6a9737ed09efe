import { setTimeout as sleep } from "node:timers/promises";
import { CONNECTIONS, type Gateway, serveRecording, tokenOf } from "./support/gateway.ts";
import { applyLoad } from "./support/load-client.ts";
import { type Line, judge } from "./support/line.ts";
import { treeBytes } from "./support/process-tree.ts";
import { interleave, megabytes, range, summarize } from "./support/sampling.ts";
import { protectedPath, PUBLIC_PATH, recordServed } from "./support/served-program.ts";

const TARGET = 1.1;
const FIRST = 20_000;
const ALL = 200_000;
/** Far more than the requests take; a server that hangs ends the bar. */
const SECONDS = 120;
/** Garbage of the last requests is collected in the meantime. */
const SETTLE_MS = 1_000;

/** Resident memory after 200,000 requests over that after 20,000; public, accepted and refused ones by thirds. */
export async function measure(): Promise<readonly Line[]> {
  const file = await recordServed("soak", 3);
  const { grown } = await interleave({ grown: () => serveRecording(file, soak) });
  const ratios = summarize(grown.map(({ first, all }) => all / first));
  return [
    {
      name: "soak",
      figure: megabytes(summarize(grown.map(({ all }) => all))),
      calibrator: `after 20,000 ${megabytes(summarize(grown.map(({ first }) => first)))}`,
      ratio: range(ratios),
      target: `≤ ${TARGET}`,
      verdict: judge(ratios.median <= TARGET),
    },
  ];
}

async function soak(server: Gateway): Promise<{ first: number; all: number }> {
  const { accessToken } = await tokenOf(server);
  const first = await bytesAfter(server, accessToken, FIRST);
  return { first, all: await bytesAfter(server, accessToken, ALL - FIRST) };
}

async function bytesAfter(server: Gateway, accessToken: string, count: number): Promise<number> {
  const { url } = server.ready;
  const requests = Math.ceil(count / 3);
  const load = { url, connections: CONNECTIONS, seconds: SECONDS, requests };
  const headers = { authorization: `Bearer ${accessToken}` };
  await applyLoad({ ...load, path: PUBLIC_PATH, status: 200 });
  await applyLoad({ ...load, path: protectedPath(0), headers, status: 200 });
  await applyLoad({ ...load, path: protectedPath(0), status: 401 });
  await sleep(SETTLE_MS);
  return treeBytes(server.pid);
}
