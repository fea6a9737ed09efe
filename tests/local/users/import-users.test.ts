import assert, { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../../local/cognito/store.ts";
import { readPools } from "../../../local/cognito/pool.ts";
import type { Properties } from "../../../local/program/graph.ts";
import { columnsOf } from "../../../local/users/columns.ts";
import { exportUsers } from "../../../local/users/export-users.ts";
import { importUsers, outcomeText } from "../../../local/users/import-users.ts";
import { withPool } from "../../../local/users/place.ts";
import { seedUsers } from "../../../local/users/seed-users.ts";
import { parseUserFile } from "../../../local/users/user-file.ts";
import { client, graphOf, pool, WEB_ID } from "../cognito/support/graph.ts";
import { call, EMAIL, lastCode, PASSWORD, signIn } from "../cognito/support/json-api.ts";
import { type RunningPools, serve } from "../cognito/support/running-pools.ts";
import { alice, fileOf } from "./support/files.ts";

describe("users as files", () => {
  let state: string;
  let running: RunningPools | undefined;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), "users-"));
  });
  afterEach(async () => {
    await running?.close();
    running?.store.close();
    running = undefined;
    rmSync(state, { recursive: true });
  });

  /** Serves the pool on the state, so that what the command does happens beside a runtime. */
  async function served(inputs: Properties = {}, clientInputs: Properties = {}) {
    const graph = graphOf(pool(inputs), client(clientInputs));
    running = await serve(graph, { store: openStore(state) });
    const [own] = readPools(graph);
    if (!own) throw new Error("The graph has no pool.");
    const load = (isDryRun: boolean, ...users: Record<string, string>[]) =>
      withPool({ state, printAside: assert.fail }, own, (context) => {
        const { rows } = parseUserFile(fileOf(own, ...users), columnsOf(own));
        return importUsers(context, rows, { isDryRun }).map(outcomeText);
      });
    const write = (isForSpreadsheet = false) =>
      withPool({ state, printAside: assert.fail }, own, (context) => {
        const lines: string[] = [];
        return {
          remarks: exportUsers(context, (line) => lines.push(line), { isForSpreadsheet }),
          lines,
        };
      });
    return { pools: running, own, load, write };
  }

  it("C342: an imported user resets the password, and signs in with the new one", async () => {
    const { pools, load } = await served({}, { preventUserExistenceErrors: "LEGACY" });
    deepEqual(await load(false, alice()), ["[SUCCEEDED] Line Number 2 - The import succeeded."]);
    const refused = await signIn(pools, { password: "Any-Password-1" });
    equal(refused.body["__type"], "PasswordResetRequiredException");
    const common = { ClientId: WEB_ID, Username: EMAIL };
    equal((await call(pools, "ForgotPassword", common)).status, 200);
    const ConfirmationCode = lastCode(pools, EMAIL);
    const reset = { ...common, ConfirmationCode, Password: PASSWORD };
    equal((await call(pools, "ConfirmForgotPassword", reset)).status, 200);
    equal((await signIn(pools)).status, 200);
  });

  it("C342: a pool that sends one-time codes to sign in with leaves an imported user confirmed", async () => {
    const { pools, own, load } = await served({
      signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
    });
    await load(false, alice());
    equal([...pools.store.users.each(own.id)][0]?.status, "CONFIRMED");
  });

  it("skips who is there, and adds the rest", async () => {
    const { load } = await served();
    await load(false, alice());
    const bob = {
      "cognito:username": "bob@example.com",
      email: "bob@example.com",
      email_verified: "true",
    };
    deepEqual(await load(false, alice(), bob), [
      "[SKIPPED] Line Number 2 - The user already exists.",
      "[SUCCEEDED] Line Number 3 - The import succeeded.",
    ]);
  });

  it("C251: fails a line whose verified address leads to somebody else", async () => {
    const { load } = await served({ usernameAttributes: [], aliasAttributes: ["email"] });
    await load(false, alice({ "cognito:username": "alice" }));
    deepEqual(await load(false, alice({ "cognito:username": "alice2" })), [
      "[FAILED] Line Number 2 - An account with the email already exists.",
    ]);
  });

  it("C221: cognito:mfa_enabled switches on what the user has the address for", async () => {
    const { pools, own, load, write } = await served({
      mfaConfiguration: "OPTIONAL",
      smsConfiguration: { externalId: "e", snsCallerArn: "arn:aws:iam::123456789012:role/sms" },
    });
    const more = { phone_number: "+12345550100", phone_number_verified: "TRUE" };
    await load(false, alice({ ...more, "cognito:mfa_enabled": "TRUE" }));
    const [user] = pools.store.users.each(own.id);
    deepEqual(pools.store.secondFactors.of(own.id, user?.sub ?? "").enabled, ["SMS_MFA"]);
    equal((await write()).lines[1]?.endsWith(",true"), true);
  });

  it("a dry run says the same and writes nothing", async () => {
    const { pools, own, load } = await served();
    deepEqual(await load(true, alice()), ["[SUCCEEDED] Line Number 2 - The import succeeded."]);
    deepEqual([...pools.store.users.each(own.id)], []);
  });

  it("exports what it imported, value by value", async () => {
    const { load, write } = await served();
    const user = alice({
      address: "1 Any Street, Town",
      birthdate: "02/01/1985",
      phone_number: "+12345550100",
    });
    await load(false, user);
    const { lines, remarks } = await write();
    deepEqual(remarks, { users: 1, external: 0, changed: 0, formulas: 0 });
    const { rows, findings } = parseUserFile(
      Buffer.from(lines.join("\n")),
      lines[0]?.split(",") ?? [],
    );
    deepEqual(findings, []);
    const values = Object.fromEntries(
      [...(rows[0]?.values ?? [])].filter(([, value]) => value !== ""),
    );
    deepEqual(values, { ...user, email_verified: "true", phone_number_verified: "false" });
  });

  it("CWE-1236: counts formulas in an export, and defuses them for a spreadsheet only", async () => {
    const { load, write } = await served();
    await load(false, alice({ name: "=HYPERLINK(1)" }));
    equal((await write()).remarks.formulas, 1);
    equal((await write()).lines[1]?.includes(",=HYPERLINK(1),"), true);
    equal((await write(true)).lines[1]?.includes(",'=HYPERLINK(1),"), true);
  });

  it("exports one line for each user, whatever is in a value", async () => {
    const { pools, own, load, write } = await served();
    await load(false, alice());
    const [user] = pools.store.users.each(own.id);
    if (!user) throw new Error("Nobody was imported.");
    pools.store.users.save({ ...user, attributes: { ...user.attributes, name: "a\nb,c\\" } });
    const { lines, remarks } = await write();
    equal(lines.length, 2);
    equal(remarks.changed, 1);
    equal(lines[1]?.includes(String.raw`,a b\,c,`), true);
  });

  it("generates the same users each time, who sign in", async () => {
    const { pools, own } = await served();
    const seed = () =>
      withPool({ state, printAside: assert.fail }, own, (context) =>
        seedUsers(context, 3, PASSWORD),
      );
    equal(await seed(), 3);
    const subs = [...pools.store.users.each(own.id)].map(({ sub }) => sub);
    equal(await seed(), 0);
    equal((await signIn(pools, { username: "user-2@example.test" })).status, 200);
    for (const sub of subs) pools.store.users.remove(own.id, sub);
    await seed();
    deepEqual(
      [...pools.store.users.each(own.id)].map(({ sub }) => sub),
      subs,
    );
  });
});
