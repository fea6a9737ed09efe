import { deepEqual, equal } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../../local/cognito/store.ts";
import { Random } from "../gateway/support/random.ts";
import { POOL_ID, WEB_ID } from "./support/graph.ts";
import { call, PASSWORD, signIn } from "./support/json-api.ts";

const KILLS = 5;
const WRITERS = 6;

/** What the service answered 200 to. */
interface Acknowledged {
  /** Addresses of users who signed up, with the name they gave. */
  readonly users: Map<string, string>;
  readonly refreshTokens: string[];
  /** Told of each user. */
  onUser: () => void;
}

interface Serving {
  readonly origin: string;
  readonly process: ChildProcess;
}

async function startServing(state: string): Promise<Serving> {
  const script = join(import.meta.dirname, "support", "pools-process.ts");
  const child = spawn(process.execPath, [script, state], { stdio: ["ignore", "pipe", "inherit"] });
  const [origin] = (await once(child.stdout, "data")) as [Buffer];
  return { origin: String(origin).trim(), process: child };
}

async function kill({ process: child }: Serving): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Signs users up and in, one after another, until nobody answers any more. */
async function keepWriting(
  serving: Serving,
  prefix: string,
  acknowledged: Acknowledged,
): Promise<void> {
  for (let number = 0; ; number += 1) {
    const username = `${prefix}-${number}@example.com`;
    const name = `Name ${prefix} ${number}`;
    const UserAttributes = [{ Name: "name", Value: name }];
    const user = { ClientId: WEB_ID, Username: username, Password: PASSWORD, UserAttributes };
    try {
      const signedUp = await call(serving, "SignUp", user);
      equal(signedUp.status, 200);
      acknowledged.users.set(username, name);
      acknowledged.onUser();
      const signedIn = await signIn(serving);
      equal(signedIn.status, 200);
      acknowledged.refreshTokens.push(signedIn.body["AuthenticationResult"]["RefreshToken"]);
    } catch (error) {
      // Killed meanwhile: what was not answered may be there or not.
      if (error instanceof TypeError || error instanceof SyntaxError) return;
      throw error;
    }
  }
}

describe("a user pool whose process is killed", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "killed-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("F159: loses nothing that it acknowledged, however often that happens under load", async () => {
    const state = join(directory, "state");
    const random = new Random(159);
    const users = new Map<string, string>();
    const acknowledged: Acknowledged = { users, refreshTokens: [], onUser: () => undefined };
    for (let round = 0; round < KILLS; round += 1) {
      const serving = await startServing(state);
      const enough = users.size + 20 + random.below(60);
      const isEnough = new Promise<void>((resolve) => {
        acknowledged.onUser = () => users.size >= enough && resolve();
      });
      const writers = Array.from({ length: WRITERS }, (_, writer) =>
        keepWriting(serving, `r${round}-w${writer}`, acknowledged),
      );
      await isEnough;
      await kill(serving);
      await Promise.all(writers);
      equal(existsSync(join(state, "lock")), true); // the next round takes it over
      deepEqual(missingUsers(state, acknowledged), []);
    }
    const serving = await startServing(state);
    const refused = await Promise.all(
      acknowledged.refreshTokens.map(async (REFRESH_TOKEN) => {
        const AuthParameters = { REFRESH_TOKEN };
        const input = { AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: WEB_ID, AuthParameters };
        return (await call(serving, "InitiateAuth", input)).status;
      }),
    );
    await kill(serving);
    deepEqual(
      refused.filter((status) => status !== 200),
      [],
    );
  }).timeout(60_000);
});

/** Users who were told that they had signed up and are not there as they signed up. */
function missingUsers(state: string, { users }: Acknowledged): string[] {
  const store = openStore(state);
  try {
    return [...users]
      .filter(([email, name]) => store.users.byAlias(POOL_ID, email)?.attributes["name"] !== name)
      .map(([email]) => email);
  } finally {
    store.close();
  }
}
