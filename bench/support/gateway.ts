import type { JWK } from "jose";
import { applyLoad, type LoadResult } from "./load-client.ts";
import { interleave, type Summary, summarize } from "./sampling.ts";
import type { ServedRecording } from "./serve-recording.ts";
import { BARE_SERVER, SERVE_RECORDING, type ServerProcess, withServer } from "./server-process.ts";
import { protectedPath, PUBLIC_PATH, recordServed, SCOPE } from "./served-program.ts";
import { accessClaims, ISSUER, signAccessToken } from "./tokens.ts";

export const CONNECTIONS = 32;
/** Both servers get this long to have their code compiled before the clock starts. */
const WARM_SECONDS = 1.5;
const SECONDS = 2.5;
const ROUTES = 3;
/** Kernels place three busy threads on two cores by chance: single samples differ by a tenth. */
const ROUNDS = 11;

export type Gateway = ServerProcess<ServedRecording>;

/** A token of the served pool and what another server needs to verify it. */
export interface PoolToken {
  readonly accessToken: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly issuer: string;
  readonly clientId: string;
}

/** Our gateway and the bare server, fresh processes in turn. */
export interface Compared {
  readonly ours: Loaded;
  readonly bare: Loaded;
  /** Ours over the bare server's of the same round: the machine's speed drifts over the rounds. */
  readonly ratio: Loaded;
}

interface Loaded {
  readonly rate: Summary;
  readonly p99: Summary;
}

export interface Comparison {
  readonly name: string;
  /** Switches of `serve-recording.ts`. */
  readonly switches?: readonly string[];
  readonly measureOurs: (server: Gateway) => Promise<LoadResult>;
  readonly measureBare: () => Promise<LoadResult>;
}

/** Loads our gateway and the bare server in turn. */
export async function compareServers(comparison: Comparison): Promise<Compared> {
  const { name, switches = [], measureOurs, measureBare } = comparison;
  const file = await recordServed(name, ROUTES);
  const ours = () => serveRecording(file, measureOurs, switches);
  const taken = await interleave({ bare: measureBare, ours }, ROUNDS);
  const ratios = taken.ours.map((result, at) => {
    const beside = taken.bare[at] ?? result;
    return {
      perSecond: result.perSecond / beside.perSecond,
      p99Ms: result.p99Ms / beside.p99Ms,
    };
  });
  return { ours: summaries(taken.ours), bare: summaries(taken.bare), ratio: summaries(ratios) };
}

/** Serves a recording in a fresh process, as the runtime does. @param switches those of `serve-recording.ts` */
export function serveRecording<Result>(
  file: string,
  use: (server: Gateway) => Promise<Result>,
  switches: readonly string[] = [],
): Promise<Result> {
  const args = [...SERVE_RECORDING, file, ...switches];
  return withServer<ServedRecording, Result>(args, use, { compileCache: true });
}

function summaries(results: readonly Omit<LoadResult, "medianMs">[]): Loaded {
  return {
    rate: summarize(results.map(({ perSecond }) => perSecond)),
    p99: summarize(results.map(({ p99Ms }) => p99Ms)),
  };
}

/** Warms a public route up, then measures it. */
export function loadPublic(url: string): Promise<LoadResult> {
  return warmThenMeasure({ url, path: PUBLIC_PATH, status: 200 });
}

/** The same with a protected route. @param status 200, or 401 for a token that has to be refused */
export function loadProtected(url: string, accessToken: string, status = 200): Promise<LoadResult> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return warmThenMeasure({ url, path: protectedPath(0), headers, status });
}

async function warmThenMeasure(target: {
  readonly url: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
}): Promise<LoadResult> {
  await applyLoad({ ...target, connections: CONNECTIONS, seconds: WARM_SECONDS });
  return applyLoad({ ...target, connections: CONNECTIONS, seconds: SECONDS });
}

/** A token of the pool that a server serves. */
export async function tokenOf({ ready, ask }: Gateway): Promise<PoolToken> {
  const { userPool } = ready;
  if (!userPool) throw new Error("The recording has no user pool.");
  const { id, clientId } = userPool;
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${id}`;
  const claims = accessClaims(issuer, clientId, `openid email ${SCOPE}`);
  const signed = await ask<Pick<PoolToken, "accessToken" | "jwks">>({ claims });
  return { ...signed, issuer, clientId };
}

/** The same token with a signature that does not fit: right in every other way. */
export function withBadSignature(accessToken: string): string {
  const at = accessToken.lastIndexOf(".") + 20;
  const other = accessToken[at] === "A" ? "B" : "A";
  return accessToken.slice(0, at) + other + accessToken.slice(at + 1);
}

/** Runs a load against a bare server that verifies tokens of a key of its own with the same checks. */
export async function withBare(
  load: (url: string, accessToken: string) => Promise<LoadResult>,
): Promise<LoadResult> {
  const { accessToken, jwks } = await signAccessToken();
  const settings = { jwks, issuer: ISSUER, clientId: "client", scope: SCOPE };
  return withServer<{ url: string }, LoadResult>(
    [BARE_SERVER, JSON.stringify(settings)],
    ({ ready }) => load(ready.url, accessToken),
  );
}
