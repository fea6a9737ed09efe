import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";
import { authorizationRequest, signUp } from "./support/sign-in.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "examples", "products");

describe("the example of similar products", () => {
  let runtime: ServedProgram;
  let token: string;

  before(async () => {
    runtime = await serveProgram(["--program", PROGRAM, "--state", "memory", "--no-watch"]);
    const request = authorizationRequest(runtime.ready, "openid email catalog/read");
    token = (await signUp(runtime.ready, "ada@example.com", request)).access_token;
  });
  after(() => runtime.stop());

  const similar = async (id: string, headers: Record<string, string>) => {
    const answer = await fetch(`${runtime.ready.apis[0]?.url}/products/${id}/similar`, { headers });
    return [answer.status, await answer.json()] as const;
  };
  const signedIn = () => ({ authorization: `Bearer ${token}` });

  it("F108: ranks what has tags in common with the viewed product", async () => {
    assert.deepEqual(await similar("trail-boots", signedIn()), [
      200,
      {
        similar: [
          { id: "city-boots", name: "City boots", score: 0.5 },
          { id: "running-shoes", name: "Running shoes", score: 0.25 },
          { id: "trekking-poles", name: "Trekking poles", score: 0.25 },
        ],
      },
    ]);
  });

  for (const id of ["unknown", "constructor", "__proto__"]) {
    it(`F108: knows no product ${id}`, async () => {
      const detail = "Name a known product.";
      assert.deepEqual(await similar(id, signedIn()), [
        404,
        { status: 404, title: "Not Found", detail },
      ]);
    });
  }

  it("F108, H72: shows nothing to strangers", async () => {
    assert.deepEqual(await similar("trail-boots", {}), [401, { message: "Unauthorized" }]);
  });
});
