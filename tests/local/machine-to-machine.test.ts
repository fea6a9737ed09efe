import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "machine-to-machine");

describe("the example of machines", () => {
  let runtime: ServedProgram;

  before(async () => {
    runtime = await serveProgram(["--program", PROGRAM, "--state", "memory", "--no-watch"]);
  });
  after(() => runtime.stop());

  const pool = () => runtime.ready.userPools[0];
  const client = (name: string) => {
    const found = pool()?.clients.find((one) => one.name === `auth-${name}`);
    return { id: found?.id ?? "", secret: found?.secret ?? "" };
  };

  /** What the token endpoint answers to a client with these parameters beside its grant. */
  async function tokenOf(name: string, more: Record<string, string> = {}) {
    const { id, secret } = client(name);
    const answer = await fetch(`${pool()?.domain}/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` },
      body: new URLSearchParams({ grant_type: "client_credentials", ...more }),
    });
    return (await answer.json()) as {
      access_token?: string;
      expires_in?: number;
      error?: string;
    };
  }
  const call = async (key: string, name: string) => {
    const { access_token: accessToken } = await tokenOf(name);
    const [method = "", path = ""] = key.split(" ");
    const answer = await fetch(`${runtime.ready.outputs["url"]}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}` },
    });
    return [answer.status, await answer.json()] as const;
  };

  it("F42: lets a machine in by the scopes of its client", async () => {
    assert.deepEqual(await call("GET /invoices", "accounting"), [
      200,
      { invoices: [], for: client("accounting").id },
    ]);
    assert.deepEqual(await call("POST /invoices", "accounting"), [201, {}]);
    assert.deepEqual(await call("GET /invoices", "reporting"), [
      200,
      { invoices: [], for: client("reporting").id },
    ]);
  });

  it("H105: answers 403 where its scopes are not enough", async () => {
    assert.deepEqual(await call("POST /invoices", "reporting"), [403, { message: "Forbidden" }]);
  });

  it("H91, H113: answers 401 to the token of a client that is not the route's audience", async () => {
    assert.deepEqual(await call("PUT /backups/2026-11-23", "backup"), [202, {}]);
    for (const [key, name] of [
      ["GET /invoices", "backup"],
      ["PUT /backups/2026-11-23", "accounting"],
    ] as const) {
      assert.deepEqual(await call(key, name), [401, { message: "Unauthorized" }]);
    }
  });

  it("C103, C108: gives no refresh token, and no scope of another client", async () => {
    const { access_token: _, ...others } = await tokenOf("backup");
    assert.deepEqual(others, { expires_in: 300, token_type: "Bearer" });
    assert.equal((await tokenOf("backup", { scope: "invoices/read" })).error, "invalid_scope");
  });

  it("F147: keeps the secrets out of the outputs", () => {
    const secret = "[secret]";
    assert.deepEqual(runtime.ready.outputs["clientSecrets"], {
      accounting: secret,
      reporting: secret,
      backup: secret,
    });
  });
});
