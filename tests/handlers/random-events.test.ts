import assert from "node:assert/strict";
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { groupsOf, requireAccessToken } from "../../handlers/claims";
import { placeOrder } from "../../handlers/place-order";
import { whoAmI } from "../../handlers/who-am-i";
import { eventWith } from "../support/events";
import type { Random } from "../local/gateway/support/random.ts" with {
  "resolution-mode": "import",
};

const randomOf = async (seed: number): Promise<Random> =>
  new (await import("../local/gateway/support/random.ts")).Random(seed);

const user = { sub: "6418b458", username: "ada", token_use: "access" };

/** A value of any shape, of those that an event can hold. */
function anything(random: Random, depth = 0): unknown {
  return random.pick<() => unknown>([
    () => undefined,
    () => null,
    () => random.once(2),
    () => random.below(1_000) / 4 - 20,
    () => random.text(12),
    () => random.pick(["access", "[admin]", "[]", "__proto__", ""]),
    () => (depth > 3 ? [] : random.list(3, () => anything(random, depth + 1))),
    () =>
      depth > 3
        ? {}
        : Object.fromEntries(
            random.list(3, () => [random.pick(names), anything(random, depth + 1)]),
          ),
  ])();
}

const names = [
  ["requestContext", "authorizer", "jwt", "claims", "scopes", "sub", "username", "token_use"],
  ["product", "quantity", "body", "isBase64Encoded", "cognito:groups", "__proto__", "x"],
].flat();

describe("handlers and random events", () => {
  it("L001: take no random authorizer for a user, and never throw", async () => {
    const random = await randomOf(1);
    for (let count = 0; count < 5_000; count += 1) {
      const level = random.pick(["requestContext", "authorizer", "jwt", "claims"]);
      const value = anything(random);
      const wrapped = {
        requestContext: { requestContext: value },
        authorizer: { requestContext: { authorizer: value } },
        jwt: { requestContext: { authorizer: { jwt: value } } },
        claims: { requestContext: { authorizer: { jwt: { claims: value } } } },
      }[level] as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
      const { refusal } = requireAccessToken(wrapped);
      assert.ok([401, 403].includes(refusal?.statusCode ?? 0), JSON.stringify(wrapped));
      assert.ok(Array.isArray(groupsOf(wrapped)));
      assert.ok([401, 403].includes((await whoAmI(wrapped)).statusCode));
    }
  });

  it("L002–L008: read the groups that the gateway wrote, whatever their names without blanks", async () => {
    const random = await randomOf(3);
    const { claimText } = await import("../../local/gateway/jwt/claims-text.ts");
    for (let count = 0; count < 5_000; count += 1) {
      const groups = random
        .list(4, () => random.text(8).replaceAll(/\s/g, "") || "x")
        .concat(random.once(3) ? [random.pick(["[admin]", "[", "]", "a,b", '"admin"'])] : []);
      const event = eventWith({ "cognito:groups": claimText(groups) });
      assert.deepEqual(groupsOf(event), groups);
    }
  });

  it("L019, L020: answer 201 or 400 to any body", async () => {
    const random = await randomOf(2);
    const statuses = new Set<number>();
    for (let count = 0; count < 5_000; count += 1) {
      const order = {
        product: "book",
        quantity: 1 + random.below(9),
        ...(anything(random) as object),
      };
      const text = random.pick([
        () => JSON.stringify(random.once(2) ? order : anything(random)) ?? "",
        () => random.text(30),
        () => random.bytes(30).toString("base64"),
        () => Buffer.from(JSON.stringify(order)).toString("base64"),
      ])();
      const { statusCode } = await placeOrder(
        eventWith(user, { body: text, isBase64Encoded: random.once(2) }),
      );
      statuses.add(statusCode);
    }
    assert.deepEqual([...statuses].sort(), [201, 400]);
  });
});
