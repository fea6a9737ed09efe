import assert from "node:assert/strict";
import type { Event, UserDataSettings } from "../../../handlers/user-data/request";
import { deleteUserData, getUserData, putUserData } from "../../../handlers/user-data/routes";
import { eventWith } from "../../support/events";

const settings: UserDataSettings = { datasets: ["settings"], maxBytes: 30 };
const user = { sub: "6418b458", username: "ada", token_use: "access" };
const machine = { sub: "job", token_use: "access" };

const eventOf = (rest: Readonly<Record<string, unknown>> = {}, claims: object = user): Event =>
  eventWith(claims as Record<string, unknown>, {
    pathParameters: { dataset: "settings" },
    headers: { "if-none-match": "*" },
    body: '{"a":1}',
    ...rest,
  });
const query = (name: string, value: string) => ({ queryStringParameters: { [name]: value } });
const base64 = (text: string) => ({
  body: Buffer.from(text).toString("base64"),
  isBase64Encoded: true,
});

type Answer = typeof putUserData;

describe("requests for users' data that are refused before the table is asked", () => {
  const rows: readonly [string, Answer, Event, number][] = [
    ["nobody's", getUserData, eventOf({}, {}), 401],
    ["a machine's, which is no user", putUserData, eventOf({}, machine), 403],
    ["an ID token's", deleteUserData, eventOf({}, { ...user, token_use: "id" }), 403],
    ["one for no dataset", getUserData, eventOf({ pathParameters: {} }), 404],
    [
      "one for what objects have by themselves",
      getUserData,
      eventOf({ pathParameters: { dataset: "constructor" } }),
      404,
    ],
    ["one since no sync count", getUserData, eventOf(query("since", "-1")), 400],
    ["one since a number beyond all", getUserData, eventOf(query("since", "9".repeat(16))), 400],
    ["a device with a strange name", putUserData, eventOf(query("device", "a b")), 400],
    ["a deletion by such a device", deleteUserData, eventOf(query("device", "")), 400],
    ["no JSON", putUserData, eventOf({ body: "a=1" }), 400],
    ["no body", putUserData, eventOf({ body: undefined }), 400],
    ["one name twice", putUserData, eventOf({ body: '{"a":1,"a":2}' }), 400],
    ["31 bytes", putUserData, eventOf({ body: `{"a":"${"x".repeat(23)}"}` }), 413],
    ["31 bytes in base64", putUserData, eventOf(base64(`{"a":"${"x".repeat(23)}"}`)), 413],
    [
      "a number that is longer when written out",
      putUserData,
      eventOf({ body: '{"a":[1e20,1e20]}' }),
      413,
    ],
    ["no condition", putUserData, eventOf({ headers: {} }), 428],
  ];
  for (const [title, answer, event, status] of rows) {
    it(`F76: ${title} (${status})`, async () => {
      const { statusCode, headers } = await answer(settings, event);
      assert.equal(statusCode, status);
      assert.equal(headers?.["content-type"], "application/problem+json");
    });
  }
});

describe("users' data while the table does not answer", () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, {
      // Nothing listens on the discard port.
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      TABLE: "t",
    });
  });
  afterEach(() => {
    process.env = before;
  });

  for (const [method, answer] of Object.entries({ getUserData, putUserData, deleteUserData })) {
    it(`F76: ${method} asks to come again`, async () => {
      const event = eventOf({ headers: { "if-match": '"1"' } });
      const { statusCode, headers } = await answer(settings, event);
      assert.deepEqual([statusCode, headers?.["retry-after"]], [503, "1"]);
    });
  }
});
