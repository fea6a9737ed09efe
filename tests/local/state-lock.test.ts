import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { lockState } from "../../local/state-lock.ts";

const HOLD = `
  const { lockState } = await import(process.argv[1]);
  lockState(process.argv[2]);
  process.stdout.write("locked");
  process.stdin.resume();
`;

describe("the lock on a state directory", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "lock-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("F23: refuses a second runtime and names the process that has it", () => {
    const module = join(import.meta.dirname, "../../local/state-lock.ts");
    const first = `${HOLD}; const { spawnSync } = await import("node:child_process");
      const code = "const { lockState } = await import(process.argv[1]); try { lockState(process.argv[2]) } catch (error) { console.log(error.message) }";
      const second = spawnSync(process.execPath, ["-e", code, process.argv[1], process.argv[2]], { encoding: "utf8" });
      console.log(second.stdout); process.exit()`;
    const { stdout } = spawnSync(process.execPath, ["-e", first, module, directory], {
      encoding: "utf8",
    });
    assert.match(
      stdout,
      /is in use by another local runtime \(process \d+\)\. Stop that one, or use --state/,
    );
  });

  it("names the way out where the directory is a file", () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    assert.throws(() => lockState(file), {
      name: "StateError",
      message: `${file} cannot hold the state: there is a file of that name. Use --state DIR with another directory, or --state memory.`,
    });
  });

  it("F20: names the way out where no lock can be written", () => {
    mkdirSync(join(directory, "lock"));
    assert.throws(() => lockState(directory), {
      name: "StateError",
      message: `${directory} cannot hold the state: EISDIR. Use --state DIR with another directory, or --state memory.`,
    });
  });

  it("F23: takes over the lock of a process that is gone", () => {
    writeFileSync(join(directory, "lock"), JSON.stringify({ pid: 2 ** 22 + 1, started: "1" }));
    lockState(directory)();
    assert.equal(existsSync(join(directory, "lock")), false);
  });

  it("F23: takes over a lock whose number belongs to another process by now", () => {
    writeFileSync(join(directory, "lock"), JSON.stringify({ pid: process.ppid, started: "1" }));
    lockState(directory)();
    assert.equal(existsSync(join(directory, "lock")), false);
  });

  it("gives the directory free when the process ends by itself", () => {
    const module = join(import.meta.dirname, "../../local/state-lock.ts");
    spawnSync(process.execPath, ["-e", `${HOLD}; process.exit()`, module, directory]);
    assert.equal(existsSync(join(directory, "lock")), false);
  });

  it("takes over a lock that cannot be read", () => {
    writeFileSync(join(directory, "lock"), "{");
    lockState(directory)();
    assert.equal(existsSync(join(directory, "lock")), false);
  });
});
