import assert from "node:assert/strict";
import { addUser, administer } from "../support/administration.ts";
import { client, graphOf, pool, POOL_ID } from "../support/graph.ts";
import { decodeUnverified, type Loose, outcome, PASSWORD, signIn } from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const ROLE = "arn:aws:iam::123456789012:role/staff";
const MOMENT = START / 1000;

describe("groups in the hands of an administrator", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(graphOf(pool({ usernameAttributes: [] }), client()));
  });
  afterEach(() => pools.close());

  const create = (GroupName: string, more: object = {}) =>
    administer(pools, "CreateGroup", { GroupName, ...more });
  const add = (Username: string, GroupName: string) =>
    administer(pools, "AdminAddUserToGroup", { Username, GroupName });
  const names = (list: Loose): string[] => list.map((group: Loose) => group["GroupName"]);

  it("C240: CreateGroup answers with the group, GetGroup with the same", async () => {
    const settings = { Description: "Our people", Precedence: 3, RoleArn: ROLE };
    const { body } = await create("staff", settings);
    assert.deepEqual(body, {
      Group: {
        GroupName: "staff",
        UserPoolId: POOL_ID,
        ...settings,
        LastModifiedDate: MOMENT,
        CreationDate: MOMENT,
      },
    });
    assert.deepEqual((await administer(pools, "GetGroup", { GroupName: "staff" })).body, body);
  });

  it("C240: a second group of the name is refused", async () => {
    await create("staff");
    assert.deepEqual(outcome(await create("staff")), [
      "GroupExistsException",
      "A group with the name already exists",
    ]);
  });

  for (const [name, input, message] of [
    ["a precedence below 0", { Precedence: -1 }, "have value greater than or equal to 0"],
    [
      "a name of 129 characters",
      { GroupName: "x".repeat(129) },
      "have length less than or equal to 128",
    ],
  ] as const) {
    it(`C240, C157: CreateGroup refuses ${name}`, async () => {
      const member = "Precedence" in input ? "precedence" : "groupName";
      assert.deepEqual(outcome(await create("staff", input)), [
        "InvalidParameterException",
        `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must ${message}`,
      ]);
    });
  }

  for (const operation of ["GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup"]) {
    it(`C240: ${operation} names an unknown group`, async () => {
      assert.deepEqual(outcome(await administer(pools, operation, { GroupName: "none" })), [
        "ResourceNotFoundException",
        "Group not found.",
      ]);
    });
  }

  it("C240: UpdateGroup changes what it is given", async () => {
    await create("staff", { Description: "Our people", Precedence: 3 });
    pools.clock.advance(10);
    const { body } = await administer(pools, "UpdateGroup", { GroupName: "staff", Precedence: 0 });
    assert.deepEqual(body["Group"], {
      GroupName: "staff",
      UserPoolId: POOL_ID,
      Description: "Our people",
      Precedence: 0,
      LastModifiedDate: MOMENT + 10,
      CreationDate: MOMENT,
    });
  });

  it("C240: a member's tokens name the group until it is left or deleted", async () => {
    await addUser(pools, "alice", { password: PASSWORD });
    await create("staff");
    assert.deepEqual((await add("alice", "staff")).body, {});
    const groups = async () => {
      const { body } = await signIn(pools, { username: "alice" });
      return decodeUnverified(body["AuthenticationResult"]["AccessToken"])["cognito:groups"];
    };
    assert.deepEqual(await groups(), ["staff"]);
    await administer(pools, "AdminRemoveUserFromGroup", { Username: "alice", GroupName: "staff" });
    assert.equal(await groups(), undefined);
    await add("alice", "staff");
    assert.deepEqual((await administer(pools, "DeleteGroup", { GroupName: "staff" })).body, {});
    assert.equal(await groups(), undefined);
  });

  it("C240: memberships need a user and a group", async () => {
    await addUser(pools, "alice");
    assert.equal((await add("nobody", "staff")).body["message"], "User does not exist.");
    assert.equal((await add("alice", "staff")).body["message"], "Group not found.");
  });

  it("C240: lists go on where the page before ended", async () => {
    await addUser(pools, "alice");
    for (const [name, Precedence] of [
      ["a", 2],
      ["b", 1],
      ["c", 0],
    ] as const) {
      await create(name, { Precedence });
      await add("alice", name);
    }
    const first = await administer(pools, "ListGroups", { Limit: 2 });
    assert.deepEqual(names(first.body["Groups"]), ["a", "b"]);
    const { NextToken } = first.body;
    const second = await administer(pools, "ListGroups", { Limit: 2, NextToken });
    assert.deepEqual([names(second.body["Groups"]), second.body["NextToken"]], [["c"], undefined]);
    const alice = { Username: "alice", Limit: 2 };
    const best = await administer(pools, "AdminListGroupsForUser", alice);
    assert.deepEqual(names(best.body["Groups"]), ["c", "b"]);
    const next = { ...alice, NextToken: best.body["NextToken"] };
    const rest = await administer(pools, "AdminListGroupsForUser", next);
    assert.deepEqual(names(rest.body["Groups"]), ["a"]);
    const foreign = await administer(pools, "ListGroups", next);
    assert.deepEqual(outcome(foreign), ["InvalidParameterException", "Invalid pagination token."]);
  });

  it("C240: ListUsersInGroup pages through the members and nobody else", async () => {
    await create("staff");
    const subs: string[] = [];
    for (const name of ["a", "b", "c"]) {
      subs.push(await addUser(pools, name));
      await add(name, "staff");
    }
    await addUser(pools, "d");
    const input = { GroupName: "staff", Limit: 2 };
    const first = await administer(pools, "ListUsersInGroup", input);
    const { NextToken } = first.body;
    const second = await administer(pools, "ListUsersInGroup", { ...input, NextToken });
    const users: Loose[] = [...first.body["Users"], ...second.body["Users"]];
    assert.deepEqual(users.map(({ Attributes }) => Attributes[0].Value).sort(), [...subs].sort());
    assert.deepEqual(Object.keys(users[0]).sort(), [
      "Attributes",
      "Enabled",
      "UserCreateDate",
      "UserLastModifiedDate",
      "UserStatus",
      "Username",
    ]);
  });

  it("C287: a user is in at most 100 groups", async () => {
    const sub = await addUser(pools, "alice");
    for (let count = 0; count < 101; count++) {
      const group = { pool: POOL_ID, name: `g${count}`, description: null, precedence: null };
      pools.store.groups.save({ ...group, role: null, created: START, modified: START });
    }
    for (let count = 0; count < 100; count++) {
      pools.store.groups.addMember({ pool: POOL_ID, sub, group: `g${count}`, seeded: false });
    }
    assert.equal((await add("alice", "g100")).body["__type"], "LimitExceededException");
    assert.equal((await add("alice", "g7")).status, 200);
  });
});
