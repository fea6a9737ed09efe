import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { machineToken } from "./support/machine-token.ts";
import { cleanUp, copyProgram } from "./program/support/programs.ts";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";

const NOTES = join(import.meta.dirname, "..", "programs", "notes");

/** A resource of `GET /graph`, as far as it is looked at. */
interface Shown {
  readonly name: string;
  readonly type: string;
  readonly inputs: { readonly environment?: { readonly variables: Record<string, string> } };
}

describe("--program with a program of another style, outside this project", () => {
  let directory: string;
  let runtime: ServedProgram;

  before(async () => {
    directory = copyProgram(NOTES);
    runtime = await serveProgram([
      "--program",
      directory,
      "--state",
      "memory",
      "--config",
      "greeting=good morning",
    ]);
  });
  after(async () => {
    await runtime.stop();
    cleanUp();
  });

  const token = () => machineToken(runtime.ready);
  const call = async (path: string, bearer?: string) => {
    const headers: Record<string, string> = bearer ? { authorization: `Bearer ${bearer}` } : {};
    return fetch(`${runtime.ready.apis[0]?.url}${path}`, { headers });
  };

  it("serves its named stage, with configuration from Pulumi.yaml and the command line", async () => {
    const [api] = runtime.ready.apis;
    assert.equal(api?.stage, "live");
    assert.match(api?.url ?? "", /^http:\/\/127\.0\.0\.1:\d+\/live$/);
    assert.deepEqual(runtime.ready.outputs, {
      address: api?.url,
      limit: 2,
      token: "[secret]",
      secret: "[secret]",
    });
  });

  it("C46: gives its machine client a token that opens the route with its scope", async () => {
    const bearer = await token();
    const answer = await call("/notes", bearer);
    assert.equal(answer.status, 200);
    const body = (await answer.json()) as Record<string, string>;
    assert.equal(body["greeting"], "good morning");
    assert.equal(body["path"], "/live/notes", "H49: the stage stays in rawPath");
    assert.match(body["table"] ?? "", /^notes-[0-9a-f]{7}$/);
    assert.equal((await call("/hidden", bearer)).status, 403);
    assert.equal((await call("/notes")).status, 401);
    assert.equal((await call("/anything")).status, 200);
  });

  it("hides secrets at any depth of GET /graph, and says what is not served", async () => {
    const answer = await fetch(`${runtime.ready.control}/graph`);
    const text = await answer.text();
    assert.ok(!text.includes("s3cret-value"));
    assert.ok(!text.includes(String(runtime.ready.userPools[0]?.clients[0]?.secret)));
    const { resources } = JSON.parse(text) as { resources: Shown[] };
    const list = resources.find(
      ({ name, type }) => name === "list" && type.startsWith("aws:lambda/"),
    );
    const variables = list?.inputs.environment?.variables ?? {};
    assert.equal(variables["TOKEN"], "[secret]");
    assert.match(variables["TABLE"] ?? "", /^notes-[0-9a-f]{7}$/);
    await runtime.said('not served here: aws:sqs/queue:Queue "later"');
  });

  it("keeps Pulumi's remarks about a missing package.json from the user", () => {
    assert.ok(!/package\.json|required dependency/.test(runtime.errors()));
  });
});
