import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { type Peer, PEER_STARTS } from "./support/emulators.ts";
import { JsonClient } from "./support/json-client.ts";
import { type Line, judge, notMeasured } from "./support/line.ts";
import { newestCode, type PoolsReady, startPools } from "./support/pools-program.ts";
import {
  fixed,
  interleave,
  milliseconds,
  quantile,
  type Summary,
  summarize,
} from "./support/sampling.ts";

const COUNT = 100;
const TOKEN_REQUESTS = 1_000;
/** Of the token endpoint, in RS256 signatures. */
const P99_TARGET = 10;
const PASSWORD = "Correct-Horse-7-Battery";

/** A pool with a confirmed user, somewhere. */
interface Place {
  readonly client: JsonClient;
  readonly clientId: string;
  readonly refreshToken: string;
  stop(): Promise<void>;
}

interface Taken {
  readonly signUpMs: number;
  readonly refreshMs: number;
}

/**
 * Sign-up and refresh by the JSON API, one at a time over one connection, beside cognito-local and moto; and the
 * slowest hundredth of refreshes at the token endpoint over one RS256 signature. Ours keeps its state in a directory,
 * cognito-local its users in a file, moto everything in memory. Neither peer keeps a password but in clear.
 */
export async function measure(): Promise<readonly Line[]> {
  const ours = await ourPlace();
  const peers = await startPeers();
  try {
    const taken = await interleave<Record<string, () => Promise<Taken>>>({
      ours: () => sample(ours),
      ...Object.fromEntries(peers.started.map(([name, place]) => [name, () => sample(place)])),
    });
    const p99 = await tokenEndpointP99(ours);
    return [
      ...compare("signup", "signUpMs", taken),
      ...compare("signup, refresh", "refreshMs", taken),
      tokenLine(p99),
      ...peers.missing,
    ];
  } finally {
    await Promise.all([ours, ...peers.started.map(([, place]) => place)].map((one) => one.stop()));
  }
}

let users = 0;

async function sample(place: Place): Promise<Taken> {
  const signUps: number[] = [];
  const refreshes: number[] = [];
  for (let count = 0; count < COUNT; count += 1) {
    users += 1;
    const user = { Username: `user-${users}@example.test`, Password: PASSWORD };
    signUps.push(await timed(place.client.call("SignUp", { ClientId: place.clientId, ...user })));
    refreshes.push(await timed(place.client.call("InitiateAuth", refreshOf(place))));
  }
  return { signUpMs: median(signUps), refreshMs: median(refreshes) };
}

function refreshOf({ clientId, refreshToken }: Pick<Place, "clientId" | "refreshToken">): object {
  const AuthParameters = { REFRESH_TOKEN: refreshToken };
  return { AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: clientId, AuthParameters };
}

async function timed(answer: ReturnType<JsonClient["call"]>): Promise<number> {
  const { status, body, tookMs } = await answer;
  if (status !== 200) throw new Error(`Answered ${status} ${JSON.stringify(body)}.`);
  return tookMs;
}

const median = (samples: readonly number[]): number => summarize(samples).median;

async function ourPlace(): Promise<Place> {
  const server = await startPools("signup");
  const { userPools, control }: PoolsReady = server.ready;
  const [pool] = userPools;
  const clientId = pool?.clients.find(({ name }) => name === "web")?.id ?? "";
  const client = new JsonClient(pool?.endpoint ?? "");
  const code = (address: string): Promise<string> => newestCode(control, address);
  return placeOf({ client, clientId, code, stop: server.stop });
}

async function peerPlace({ endpoint, code, stop }: Peer): Promise<Place> {
  const client = new JsonClient(endpoint);
  const made = await client.call("CreateUserPool", {
    PoolName: "bench",
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
  });
  const { Id: UserPoolId } = made.body["UserPool"] as { readonly Id: string };
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
  const settings = { UserPoolId, ClientName: "bench", ExplicitAuthFlows };
  const { body } = await client.call("CreateUserPoolClient", settings);
  const { ClientId: clientId } = body["UserPoolClient"] as { readonly ClientId: string };
  return placeOf({ client, clientId, code: () => Promise.resolve(code), stop });
}

/** Adds the user whose token is refreshed. */
async function placeOf(args: {
  readonly client: JsonClient;
  readonly clientId: string;
  readonly code: (address: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}): Promise<Place> {
  const { client, clientId, code } = args;
  const Username = "first@example.test";
  const user = { ClientId: clientId, Username };
  const UserAttributes = [{ Name: "email", Value: Username }];
  await timed(client.call("SignUp", { ...user, Password: PASSWORD, UserAttributes }));
  const ConfirmationCode = await code(Username);
  await timed(client.call("ConfirmSignUp", { ...user, ConfirmationCode }));
  const AuthParameters = { USERNAME: Username, PASSWORD };
  const AuthFlow = "USER_PASSWORD_AUTH";
  const { body } = await client.call("InitiateAuth", {
    AuthFlow,
    ClientId: clientId,
    AuthParameters,
  });
  const { RefreshToken } = body["AuthenticationResult"] as { readonly RefreshToken: string };
  const stop = async (): Promise<void> => {
    client.close();
    await args.stop();
  };
  return { client, clientId, refreshToken: RefreshToken, stop };
}

async function startPeers() {
  const started: [string, Place][] = [];
  const missing: Line[] = [];
  for (const [name, start] of Object.entries(PEER_STARTS)) {
    try {
      started.push([name, await peerPlace(await start())]);
    } catch (error) {
      missing.push(notMeasured(`signup, ${name}`, String((error as Error).message).slice(0, 200)));
    }
  }
  return { started, missing };
}

function compare(
  name: string,
  figure: keyof Taken,
  taken: Readonly<Record<string, readonly Taken[]>>,
): readonly Line[] {
  const { ours = [], ...peers } = taken;
  const mine = summarize(ours.map((one) => one[figure]));
  return Object.entries(peers).map(([peer, samples]) => {
    const theirs = summarize(samples.map((one) => one[figure]));
    return {
      name,
      figure: milliseconds(mine),
      calibrator: `${peer} ${milliseconds(theirs)}`,
      ratio: fixed(mine.median / theirs.median),
      target: "< 1",
      verdict: judge(mine.median < theirs.median),
    };
  });
}

interface TokenEndpoint {
  readonly p99: number;
  readonly signature: Summary;
}

async function tokenEndpointP99({ client, clientId, refreshToken }: Place): Promise<TokenEndpoint> {
  const took: number[] = [];
  const fields = { grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken };
  for (let count = 0; count < TOKEN_REQUESTS; count += 1) {
    took.push(await timed(client.form("/oauth2/token", fields)));
  }
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const text = randomBytes(900);
  const signatures = Array.from({ length: COUNT }, () => {
    const began = performance.now();
    sign("RSA-SHA256", text, privateKey);
    return performance.now() - began;
  });
  const p99 = quantile(Float64Array.from(took).sort(), 0.99);
  return { p99, signature: summarize(signatures) };
}

function tokenLine({ p99, signature }: TokenEndpoint): Line {
  const ratio = p99 / signature.median;
  return {
    name: "signup, token p99",
    figure: `${fixed(p99)} ms`,
    calibrator: `one RS256 signature ${milliseconds(signature)}`,
    ratio: fixed(ratio),
    target: `≤ ${P99_TARGET}`,
    verdict: judge(ratio <= P99_TARGET),
    remark: "refresh grant, one at a time: two signatures each",
  };
}
