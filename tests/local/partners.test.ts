import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "partners");

describe("the example of other grounds for access", () => {
  let runtime: ServedProgram;

  before(async () => {
    runtime = await serveProgram(["--program", PROGRAM, "--state", "memory", "--no-watch"]);
  });
  after(() => runtime.stop());

  const call = async (path: string, init: RequestInit = {}, stage = "production") => {
    const url = runtime.ready.apis.find((api) => api.stage === stage)?.url ?? "";
    const answer = await fetch(`${url}${path}`, init);
    return [answer.status, await answer.text()] as const;
  };
  const as = (partner: string): RequestInit => ({ headers: { "x-partner": partner } });
  const forbidden = [403, '{"message":"Forbidden"}'];

  it("F116: admits whom its function admits, and hands on what the function knows", async () => {
    assert.deepEqual(await call("/reports", as("blue")), [
      200,
      '{"greeting":"welcome","partner":"blue"}',
    ]);
    assert.deepEqual(await call("/reports", as("red")), forbidden);
  });

  it("H195: asks for the identity before the function is called", async () => {
    assert.deepEqual(await call("/reports"), [401, '{"message":"Unauthorized"}']);
  });

  it("F124: serves each stage with its own variables", async () => {
    assert.deepEqual(await call("/reports", as("green"), "development"), [
      200,
      '{"greeting":"hello","partner":"green"}',
    ]);
  });

  it("F121: answers preflights of a route that is for every method", async () => {
    const headers = {
      origin: "https://partners.example.net",
      "access-control-request-method": "PUT",
    };
    assert.deepEqual(await call("/reports", { method: "OPTIONS", headers }), [204, ""]);
  });

  it("F127: holds a public route to a limit of its own", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => call("/help")));
    const statuses = new Set(answers.map(([status]) => status));
    assert.deepEqual([...statuses].sort(), [200, 429]);
  });

  it("F116: admits addresses, not what a caller says of its own", async () => {
    assert.deepEqual(await call("/health"), [200, '"well"']);
  });

  it("F116, H212: refuses who has not signed where AWS decides", async () => {
    assert.deepEqual(await call("/reports/7", { method: "POST" }), forbidden);
  });
});
