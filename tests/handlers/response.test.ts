import assert from "node:assert/strict";
import { preflight } from "../../handlers/preflight";
import { json, problem } from "../../handlers/response";

describe("answers", () => {
  it("H174: say that they are JSON", () => {
    assert.deepEqual(json(200, { hello: "ada" }), {
      statusCode: 200,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: '{"hello":"ada"}',
    });
  });
  it("tell problems as RFC 9457 does", () => {
    assert.deepEqual(problem(400, "Bad Request", "Send JSON."), {
      statusCode: 400,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
      body: '{"status":400,"title":"Bad Request","detail":"Send JSON."}',
    });
  });
  it("are empty for a preflight request", async () => {
    assert.deepEqual(await preflight(), { statusCode: 204 });
  });
});
