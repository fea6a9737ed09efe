import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  type Addresses,
  deployedAddresses,
  type KnownUser,
  knownUser,
  localAddresses,
} from "../../../deploy/smoke/addresses.ts";
import { signIn } from "../../../deploy/smoke/sign-in.ts";
import { serveProgram } from "../../local/support/runtime.ts";

/** Somebody who calls the API: the answer's status, and its body as text. */
export type Caller = (
  method: string,
  path: string,
) => Promise<{ readonly status: number; readonly body: string }>;

/** Where the suite runs: a runtime of its own, or a throw-away stack on AWS. */
export interface Target {
  readonly addresses: Addresses;
  readonly user: KnownUser;
  /** Calls the API as the test user, with a token of the first call for it, or as nobody. */
  as(who: "nobody" | "test-user"): Promise<Caller>;
  /** Calls the API with this bearer token. */
  withToken(token: string): Caller;
  /** An access token of the test user. */
  token(): Promise<string>;
  close(): Promise<unknown>;
}

interface Place {
  readonly addresses: Addresses;
  readonly user: KnownUser;
  close(): Promise<unknown>;
}

const SIGN_IN_MS = 20_000;

/** The target that the variable TARGET names: `local` (also without it), or a stack. */
export async function openTarget(name = process.env["TARGET"] ?? "local"): Promise<Target> {
  const place = name === "local" ? await localPlace() : await stackPlace(name);
  const { addresses, user } = place;
  let signedIn: Promise<string> | undefined;
  const token = () => {
    signedIn ??= signIn({ ...addresses, ...user }, AbortSignal.timeout(SIGN_IN_MS));
    return signedIn;
  };
  const caller =
    (headers: Readonly<Record<string, string>>): Caller =>
    async (method, path) => {
      const answer = await fetch(`${addresses.url}${path}`, { method, headers });
      return { status: answer.status, body: await answer.text() };
    };
  const withToken = (bearer: string) => caller({ authorization: `Bearer ${bearer}` });
  return {
    ...place,
    token,
    withToken,
    as: async (who) => (who === "nobody" ? caller({}) : withToken(await token())),
  };
}

async function localPlace(): Promise<Place> {
  const user = { email: "test-user@example.com", password: "The password of a test user, 42" };
  // What `npm run deploy -- up --ttl` configures on AWS.
  const configuration = [
    "lifecycle=ephemeral",
    `testUserPassword=${user.password}`,
    "sdkSignIn=true",
  ];
  const runtime = await serveProgram([
    "--state",
    "memory",
    "--no-watch",
    "--issuer",
    "local",
    ...configuration.flatMap((pair) => ["--config", pair]),
  ]);
  return {
    addresses: localAddresses(JSON.stringify(runtime.ready)),
    user,
    close: () => runtime.stop(),
  };
}

async function stackPlace(stack: string): Promise<Place> {
  const command = ["stack", "output", "--json", "--show-secrets", "--stack", stack];
  const { stdout } = await promisify(execFile)("pulumi", command);
  const outputs = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  const user = knownUser(outputs);
  if (user === undefined) {
    throw new Error(`The stack ${stack} has no test user: npm run deploy -- up --ttl makes one.`);
  }
  return { addresses: deployedAddresses(outputs), user, close: async () => undefined };
}
