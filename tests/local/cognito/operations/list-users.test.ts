import assert from "node:assert/strict";
import { addUser, administer, attributesOf } from "../support/administration.ts";
import { client, graphOf, pool } from "../support/graph.ts";
import { type Loose, outcome, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const PEOPLE: readonly Record<string, string>[] = [
  { email: "Alice@example.com", name: 'Alice "Al" Ace', given_name: "Alice", family_name: "Ace" },
  { email: "bob@example.com", name: "Bob", preferred_username: "Bobby", "custom:plan": "free" },
  { email: "carol@other.example", phone_number: "+4915112349934", name: "Änne 100%" },
];

describe("lists of users", () => {
  let pools: RunningPools;
  let bobsSub: string;
  before(async () => {
    const schemas = [{ name: "plan", attributeDataType: "String" }];
    pools = await serve(graphOf(pool({ usernameAttributes: [], schemas }), client()));
    await addUser(pools, "Alice", PEOPLE[0]);
    bobsSub = await addUser(pools, "bob", { ...PEOPLE[1], password: PASSWORD });
    await addUser(pools, "carol", PEOPLE[2]);
    await administer(pools, "AdminDisableUser", { Username: "carol" });
  });
  after(() => pools.close());

  const list = (input: object) => administer(pools, "ListUsers", input);
  const found = async (Filter: string): Promise<string[]> => {
    const { body } = await list({ Filter });
    return body["Users"].map((user: Loose) => user["Username"]).sort();
  };

  for (const [filter, names] of [
    ['username = "bob"', ["bob"]],
    ['username = "ALICE"', ["Alice"]],
    ['username ^= "AL"', ["Alice"]],
    ['email = "alice@EXAMPLE.com"', ["Alice"]],
    ['email ^= "b"', ["bob"]],
    ['email ^= ""', ["Alice", "bob", "carol"]],
    ['"email"="bob@example.com"', ["bob"]],
    ['phone_number ^= "+49"', ["carol"]],
    ['name = "Bob"', ["bob"]],
    ['name = "bob"', []],
    ['name ^= "B"', ["bob"]],
    ['name ^= "b"', []],
    ['name ^= "Ä"', ["carol"]],
    ['name ^= "%"', []],
    ['name = "Alice \\"Al\\" Ace"', ["Alice"]],
    ['given_name = "Alice"', ["Alice"]],
    ['family_name ^= "A"', ["Alice"]],
    ['preferred_username = "BOBBY"', ["bob"]],
    ['cognito:user_status = "CONFIRMED"', ["bob"]],
    ['cognito:user_status ^= "force"', ["Alice", "carol"]],
    ['status = "Enabled"', ["Alice", "bob"]],
    ['status = "Disabled"', ["carol"]],
    ['status = "disabled"', []],
    ['status ^= ""', ["Alice", "bob", "carol"]],
    ["", ["Alice", "bob", "carol"]],
  ] as const) {
    it(`C241: ${filter || "no filter"} finds ${names.join(", ") || "nobody"}`, async () => {
      assert.deepEqual(await found(filter), names);
    });
  }

  it("C241: sub finds one user", async () => {
    assert.deepEqual(await found(`sub = "${bobsSub}"`), ["bob"]);
    assert.deepEqual(await found(`sub ^= "${bobsSub.slice(0, 30)}"`), ["bob"]);
  });

  for (const filter of [
    "email",
    "email = bob",
    'email == "x"',
    'email = "x" and name = "y"',
    '= "x"',
  ]) {
    it(`C241: ${filter} cannot be read`, async () => {
      assert.deepEqual(outcome(await list({ Filter: filter })), [
        "InvalidParameterException",
        "Error while parsing filter",
      ]);
    });
  }

  for (const attribute of ["custom:plan", "nickname", "password", "attributes)--"]) {
    it(`C241: ${attribute} cannot be searched`, async () => {
      assert.deepEqual(outcome(await list({ Filter: `${attribute} = "free"` })), [
        "InvalidParameterException",
        `Invalid search attribute: ${attribute}`,
      ]);
    });
  }

  it("C241: AttributesToGet narrows what is shown", async () => {
    const { body } = await list({ Filter: 'username = "bob"', AttributesToGet: ["email", "sub"] });
    assert.deepEqual(attributesOf(body["Users"][0]["Attributes"]), {
      sub: bobsSub,
      email: "bob@example.com",
    });
    const unknown = await list({ AttributesToGet: ["shoe_size"] });
    assert.equal(unknown.body["__type"], "InvalidParameterException");
  });

  for (const filter of [undefined, 'email ^= ""', 'name ^= ""', 'cognito:user_status ^= ""']) {
    it(`C241: pages of one user at a time show everybody once: ${filter}`, async () => {
      const seen: string[] = [];
      let PaginationToken: string | undefined;
      do {
        const { body } = await list({ Limit: 1, Filter: filter, PaginationToken });
        assert.equal(body["Users"].length, 1);
        seen.push(body["Users"][0]["Username"]);
        PaginationToken = body["PaginationToken"];
      } while (PaginationToken !== undefined);
      assert.deepEqual(seen.sort(), ["Alice", "bob", "carol"]);
    });
  }

  it("C241: a token belongs to its filter", async () => {
    const { PaginationToken } = (await list({ Limit: 1 })).body;
    for (const input of [
      { PaginationToken, Filter: 'name ^= ""' },
      { PaginationToken: "garbage" },
      { PaginationToken: Buffer.from('["x",{}]').toString("base64url") },
    ]) {
      assert.deepEqual(outcome(await list(input)), [
        "InvalidParameterException",
        "Invalid pagination token.",
      ]);
    }
  });

  it("C241: a page holds at most 60", async () => {
    assert.deepEqual(outcome(await list({ Limit: 61 })), [
      "InvalidParameterException",
      "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must " +
        "have value less than or equal to 60",
    ]);
  });
});

describe("lists of users whose case counts", () => {
  it("C241, C253: the filter looks at it as the pool does", async () => {
    const exact = { usernameAttributes: [], usernameConfiguration: { caseSensitive: true } };
    const pools = await serve(graphOf(pool(exact), client()));
    await addUser(pools, "Alice", { email: "Alice@example.com" });
    const count = async (Filter: string) =>
      (await administer(pools, "ListUsers", { Filter })).body["Users"].length;
    assert.deepEqual(
      [
        await count('username = "Alice"'),
        await count('username = "alice"'),
        await count('email = "Alice@example.com"'),
        await count('email = "alice@example.com"'),
        await count('email ^= "Al"'),
        await count('email ^= "al"'),
      ],
      [1, 0, 1, 0, 1, 0],
    );
    await pools.close();
  });
});
