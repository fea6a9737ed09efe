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

  it("L001: answers 401 without claims, before it reads the body", async () => {
    assert.equal((await placeOrder(eventWith({}, { body: "{" }))).statusCode, 401);
  });
});
