import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createClock } from "../../../local/clock.ts";
import { createSigning } from "../../../local/cognito/tokens/signing.ts";
import { openStore, readKeys } from "../../../local/cognito/store.ts";
import { StoreError } from "../../../local/cognito/store-errors.ts";
import type { NewMessage } from "../../../local/cognito/tables/messages.ts";

const clock = createClock(() => 0);
const message: NewMessage = {
  time: 0,
  medium: "EMAIL",
  to: "alice@example.com",
  subject: "Code",
  body: "Your code is 123456",
  code: "123456",
  link: null,
};

describe("store", () => {
  let directory: string;
  let location: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "store-"));
    location = join(directory, "state");
    path = join(location, "state.sqlite");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("makes a directory and a file that only their owner reads", () => {
    openStore(location).close();
    assert.equal(statSync(location).mode & 0o777, 0o700);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it("reads the keys beside whoever has the store open, and writes nothing", () => {
    assert.deepEqual(readKeys(location).ofPool("pool"), []);
    assert.throws(() => statSync(location), { code: "ENOENT" });
    const store = openStore(location);
    store.keys.add("pool", { purpose: "id", kid: "k1", pkcs8: new Uint8Array([1]) });
    const keys = readKeys(location);
    assert.deepEqual(
      keys.ofPool("pool").map(({ kid }) => kid),
      ["k1"],
    );
    store.keys.add("pool", { purpose: "access", kid: "k2", pkcs8: new Uint8Array([2]) });
    assert.equal(keys.ofPool("pool").length, 2);
    store.close();
    assert.deepEqual(readKeys(":memory:").ofPool("pool"), []);
  });

  it("reads no keys of a file that is another program's", () => {
    openStore(location).close();
    writeFileSync(path, "no database");
    assert.throws(
      () => readKeys(location),
      (error: Error) => error instanceof StoreError && error.message.includes("cannot be read"),
    );
  });

  it("keeps what was written for the next start", () => {
    const first = openStore(location);
    first.outbox.add(message);
    first.close();
    const second = openStore(location);
    assert.deepEqual(second.messages("ALICE@example.com"), [
      { ...message, id: "1", time: "1970-01-01T00:00:00.000Z" },
    ]);
    second.close();
  });

  for (const [time, shown] of [
    [9e15, "+275760-09-13T00:00:00.000Z"],
    [-9e15, "-271821-04-20T00:00:00.000Z"],
    [2 ** 62, "+275760-09-13T00:00:00.000Z"],
  ] as const) {
    it(`reads a message whose time no date has: ${time}`, () => {
      const store = openStore(":memory:");
      store.outbox.add({ ...message, time });
      assert.deepEqual(
        store.messages().map((one) => one.time),
        [shown],
      );
    });
  }

  it("C250: a value that leads to one user is never quietly another's", () => {
    const store = openStore(":memory:");
    const alias = { pool: "p", attribute: "email", value: "a@example.com", isName: true };
    store.users.setAlias({ ...alias, sub: "one" });
    assert.throws(() => store.users.setAlias({ ...alias, sub: "two" }), /UNIQUE/);
    assert.equal(store.users.aliasOwner("p", "email", "a@example.com"), "one");
  });

  it("C144: keeps few rows about names that nobody has, and all that lock", () => {
    const store = openStore(":memory:");
    const record = { failures: 1, lockedUntil: 0 };
    store.transaction(() => {
      for (let count = 0; count < 10_010; count++) {
        store.lockouts.save("p", `?${count}`, { ...record, lastFailure: count });
      }
      store.lockouts.save("p", "sub", { ...record, lastFailure: 0 });
      store.lockouts.save("p", "?locked", { failures: 9, lastFailure: 0, lockedUntil: 30_000 });
    });
    store.sweep(20_000);
    assert.equal(store.lockouts.find("p", "?0"), undefined);
    assert.equal(store.lockouts.find("p", "?10009")?.failures, 1);
    assert.equal(store.lockouts.find("p", "sub")?.failures, 1);
    assert.equal(store.lockouts.find("p", "?locked")?.failures, 9);
  });

  it("keeps every acknowledged write when the process is killed", async () => {
    const child = spawn(process.execPath, [
      join(import.meta.dirname, "support/writer.ts"),
      location,
    ]);
    let acknowledged = 0;
    for await (const chunk of child.stdout) {
      acknowledged = Number(String(chunk).trim().split("\n").at(-1));
      if (acknowledged >= 200) break;
    }
    child.kill("SIGKILL");
    await once(child, "close");
    const store = openStore(location);
    assert.equal(store.messages().length >= acknowledged, true);
    store.close();
  });

  /** Runs with a limit on the size of files, in blocks of 512 or 1024 bytes: as good as a full disk. */
  const fillUp = (blocks: number): string => {
    const program = join(import.meta.dirname, "support/full-disk.ts");
    const command = `ulimit -f ${blocks}; exec "$0" "$@"`;
    const { stdout } = spawnSync("sh", ["-c", command, process.execPath, program, location], {
      encoding: "utf8",
    });
    return stdout.trim();
  };

  it("F20: a disk that is full refuses a write by name, and keeps those before", () => {
    const { errstr, isWhole } = JSON.parse(fillUp(3_000)) as Record<string, unknown>;
    assert.match(String(errstr), /^(disk I\/O error|database or disk is full)$/);
    assert.equal(isWhole, true);
    const store = openStore(location);
    assert.equal(store.messages().length > 0, true);
    store.close();
  });

  it("F20: a disk that is full when it begins says so, and nothing of damage", () => {
    assert.match(
      fillUp(64),
      /^The state file .*state\.sqlite cannot be written \(.*\); what it holds is kept\. Look after its disk/,
    );
  });

  it("F20: a place that takes no file is named, and nothing said of deleting", () => {
    mkdirSync(path, { recursive: true });
    assert.throws(() => openStore(location), {
      name: "StoreError",
      message:
        /^The state file .* cannot be written \(EISDIR: .*\); what it holds is kept\. Look after its disk and rights, or give another place with --state DIR\.$/,
    });
  });

  const refusal = (problem: string) => ({
    message: new RegExp(`^The state file .*state\\.sqlite ${problem}.*Delete it .*--state DIR`),
  });

  for (const [name, spoil] of Object.entries({
    "a text": () => Buffer.from("this is no database, it is a text of some length"),
    "zeros at its start": (bytes: Buffer) => bytes.fill(0, 0, 100),
    "zeros in its middle": (bytes: Buffer) => bytes.fill(0, 4096, bytes.length),
    "a part of it": (bytes: Buffer) => bytes.subarray(0, 6000),
  })) {
    it(`refuses a damaged file and leaves it as it is: ${name}`, () => {
      openStore(location).close();
      writeFileSync(path, spoil(readFileSync(path)));
      const before = readFileSync(path);
      assert.throws(() => openStore(location), refusal("is (damaged|not a state file)"));
      assert.deepEqual(readFileSync(path), before);
    });
  }

  it("refuses another program's database", () => {
    openStore(location).close();
    rmSync(path);
    const foreign = new DatabaseSync(path);
    foreign.exec("CREATE TABLE theirs (x)");
    foreign.close();
    assert.throws(() => openStore(location), refusal("is not a state file of this program"));
  });

  it("refuses a file of another version", () => {
    openStore(location).close();
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    assert.throws(() => openStore(location), refusal("has version 99"));
  });

  it("undoes a transaction that throws", () => {
    const store = openStore(":memory:");
    const work = () => {
      store.outbox.add(message);
      throw new Error("stop");
    };
    assert.throws(() => store.transaction(work), { message: "stop" });
    assert.deepEqual(store.messages(), []);
  });

  it("design 5.3: a reset forgets messages and keeps keys", async () => {
    const store = openStore(":memory:");
    const [kid] = (await createSigning(store, clock).keysOf("p_1")).published.map((key) => key.kid);
    store.outbox.add(message);
    store.reset();
    assert.deepEqual(store.messages(), []);
    assert.equal((await createSigning(store, clock).keysOf("p_1")).published[0]?.kid, kid);
  });

  it("sweeps what expired and keeps what did not", () => {
    const store = openStore(":memory:");
    const code = { pool: "p", client: "c", sub: "s", content: "{}" };
    store.browser.addCode(Buffer.from("old"), { ...code, expires: 1_000 });
    store.browser.addCode(Buffer.from("new"), { ...code, expires: 3_000 });
    store.sweep(2_000);
    assert.equal(store.browser.takeCode(Buffer.from("old")), undefined);
    assert.equal(store.browser.takeCode(Buffer.from("new"))?.expires, 3_000);
  });
});

describe("signing", () => {
  it("C9, C10: makes two keys of 2048 bits with ids of 32 bytes", async () => {
    const signing = createSigning(openStore(":memory:"), clock);
    signing.prepare(1);
    const { published } = await signing.keysOf("p_1");
    assert.equal(new Set(published.map((key) => key.n)).size, 2);
    for (const { kid, n } of published) {
      assert.match(kid, /^[A-Za-z0-9+/]{43}=$/);
      assert.equal(Buffer.from(n, "base64url").length, 256);
    }
  });

  it("gives the same keys to all who ask at once", async () => {
    const signing = createSigning(openStore(":memory:"), clock);
    const [one, other] = await Promise.all([signing.keysOf("p_1"), signing.keysOf("p_1")]);
    assert.equal(one, other);
  });

  it("checklist 3.5: two fresh stores have different keys", async () => {
    const kids = await Promise.all(
      [1, 2].map(
        async () => (await createSigning(openStore(":memory:"), clock).keysOf("p_1")).published,
      ),
    );
    assert.equal(new Set(kids.flat().map((key) => key.kid)).size, 4);
  });
});
