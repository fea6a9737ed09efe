import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installPinned } from "./install.ts";
import { emptyDirectory } from "./places.ts";
import { run } from "./run.ts";

/** An emulator of user pools that people run today, on loopback. */
export interface Peer {
  readonly endpoint: string;
  /** The code that every message holds; one that checks none takes it as well. */
  readonly code: string;
  stop(): Promise<void>;
}

const PEERS = join(import.meta.dirname, "..", "peers");
const CODE = "314159";
const PATIENCE_MS = 20_000;
const PAUSE_MS = 50;

/** How each peer is installed and started. @throws when it cannot be installed or does not answer */
export const PEER_STARTS: Readonly<Record<string, () => Promise<Peer>>> = {
  async "cognito-local"() {
    const packages = await installPinned("peers");
    const script = join(packages, "cognito-local", "lib", "bin", "start.js");
    const cwd = emptyDirectory("cognito-local");
    return startPeer((port) => {
      const env = { ...process.env, HOST: "127.0.0.1", PORT: String(port), CODE };
      return spawn(process.execPath, [script], { cwd, env, stdio: "ignore" });
    });
  },
  async moto() {
    const binaries = join(await installPython(), "bin");
    return startPeer((port) =>
      spawn(join(binaries, "moto_server"), ["-H", "127.0.0.1", "-p", String(port)], {
        stdio: "ignore",
      }),
    );
  },
};

async function startPeer(start: (port: number) => ChildProcess): Promise<Peer> {
  const port = await freePort();
  const child = start(port);
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  const until = performance.now() + PATIENCE_MS;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error("it does not answer");
    }
    await sleep(PAUSE_MS);
  }
  return { endpoint, code: CODE, stop };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    await (await fetch(endpoint)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A virtual environment beside the package file, with what `requirements.txt` pins. */
async function installPython(): Promise<string> {
  const place = join(PEERS, ".venv");
  if (existsSync(join(place, "bin", "moto_server"))) return place;
  await run(["-m", "venv", place], { command: "python3" });
  const requirements = ["--quiet", "-r", join(PEERS, "requirements.txt")];
  await run(["install", ...requirements], { command: join(place, "bin", "pip") });
  return place;
}
