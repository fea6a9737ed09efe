import assert from "node:assert/strict";
import { placeOrder } from "../../handlers/place-order";
import { eventWith } from "../support/events";

const claims = { sub: "6418b458", username: "ada", token_use: "access" };
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("POST /orders", () => {
  const order = '{"product":"book","quantity":2}';
  const accepted: readonly [string, object][] = [
    ["a JSON body", { body: order }],
    ["H155: the same as base64", { body: base64(order), isBase64Encoded: true }],
    [
      "L020: one name in two objects, and texts that look like JSON",
      {
        body: '{"product":"book","quantity":2,"a":{"product":"{\\"a\\":[["},"b":["product:","x"]}',
      },
    ],
    [
      "G030: 32 levels",
      { body: `{"product":"book","quantity":2,"a":${"[".repeat(31)}${"]".repeat(31)}}` },
    ],
    [
      "G044: __proto__ and constructor, which change nothing",
      {
        body: '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"product":"book","quantity":2}',
      },
    ],
    ["members it does not know", { body: '{"product":"book","quantity":2,"gift":true}' }],
  ];
  for (const [title, event] of accepted) {
    it(`takes ${title}, for the user's sub`, async () => {
      assert.deepEqual(await placeOrder(eventWith(claims, event as Record<string, unknown>)), {
        statusCode: 201,
        headers: { "content-type": "application/json", "cache-control": "no-store" },
        body: '{"product":"book","quantity":2,"orderedBy":"6418b458"}',
      });
    });
  }

  const refused: readonly [string, object, string][] = [
    ["L020: no body", {}, "Send a JSON object as the body."],
    ["L020: an empty body", { body: "" }, "Send a JSON object as the body."],
    ["L020: null", { body: "null" }, "Send a JSON object as the body."],
    ["L020: a list", { body: "[]" }, "Send a JSON object as the body."],
    ["L020: broken JSON", { body: "{" }, "Send a JSON object as the body."],
    ["L019: bad base64", { body: "%%%", isBase64Encoded: true }, "Send a JSON object as the body."],
    [
      "L019: base64 with other characters between",
      { body: `${base64(order).slice(0, 8)}!\n${base64(order).slice(8)}`, isBase64Encoded: true },
      "Send a JSON object as the body.",
    ],
    [
      "L020: a member twice",
      { body: '{"product":"book","quantity":2,"quantity":100}' },
      "Send a JSON object as the body.",
    ],
    [
      "L020: a member twice, once escaped",
      { body: '{"product":"book","quantity":2,"\\u0071uantity":100}' },
      "Send a JSON object as the body.",
    ],
    [
      "L020: a number that would not be kept",
      { body: '{"product":"book","quantity":2,"a":[{"b":-1e400}]}' },
      "Send a JSON object as the body.",
    ],
    [
      "G030: 33 levels",
      { body: `{"product":"book","quantity":2,"a":${"[".repeat(32)}${"]".repeat(32)}}` },
      "Send a JSON object as the body.",
    ],
    [
      "G030: 50,000 levels",
      { body: `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}` },
      "Send a JSON object as the body.",
    ],
    [
      "G030: more than 1 MB",
      { body: `{"product":"book","quantity":2,"a":"${"x".repeat(1_048_576)}"}` },
      "Send a JSON object as the body.",
    ],
    [
      "bytes that are no text",
      { body: "/////w==", isBase64Encoded: true },
      "Send a JSON object as the body.",
    ],
    ["no product", { body: '{"quantity":1}' }, "product must be a text of 1 to 100 characters."],
    [
      "half a book",
      { body: '{"product":"book","quantity":0.5}' },
      "quantity must be a whole number from 1 to 100.",
    ],
    [
      "a text as quantity",
      { body: '{"product":"book","quantity":"1"}' },
      "quantity must be a whole number from 1 to 100.",
    ],
  ];
  for (const [title, event, detail] of refused) {
    it(`answers 400 to ${title}`, async () => {
      assert.deepEqual(await placeOrder(eventWith(claims, event as Record<string, unknown>)), {
        statusCode: 400,
        headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
        body: JSON.stringify({ status: 400, title: "Bad Request", detail }),
      });
    });
  }

  it("G030: takes 300,000 escaped quotes that never end for what they are, at once", async () => {
    const started = performance.now();
    const body = `{"a":"${'\\"'.repeat(300_000)}`;
    assert.equal((await placeOrder(eventWith(claims, { body }))).statusCode, 400);
    assert.ok(performance.now() - started < 1_000);
  });

  it("G044: leaves the prototype of objects alone", async () => {
    await placeOrder(eventWith(claims, { body: '{"__proto__":{"isAdmin":true}}' }));
    assert.equal(({} as Record<string, unknown>)["isAdmin"], undefined);
  });

  it("L001: answers 401 without claims, before it reads the body", async () => {
    assert.equal((await placeOrder(eventWith({}, { body: "{" }))).statusCode, 401);
  });
});
