import assert from "node:assert/strict";
import {
  booleanClaim,
  claimsOf,
  groupsOf,
  isInGroup,
  listClaim,
  numberClaim,
  requireAccessToken,
  subjectOf,
  textClaim,
  usernameOf,
} from "../../handlers/claims";
import { whoAmI } from "../../handlers/who-am-i";
import { eventWith } from "../support/events";

const accessToken = {
  sub: "6418b458",
  username: "ada",
  client_id: "web",
  token_use: "access",
  scope: "openid orders/read",
  exp: "1788003600",
};

describe("groups", () => {
  const cases: readonly [string, unknown, string[]][] = [
    ["L002", "[admin poweruser]", ["admin", "poweruser"]],
    ["L003", "[]", []],
    ["L003", "", []],
    ["L003", "[ ]", []],
    ["L003", undefined, []],
    ["L003", null, []],
    ["L004", "[[admin]]", ["[admin]"]],
    ["L004", "[[admin] staff]", ["[admin]", "staff"]],
    ["L006", "admin", ["admin"]],
    ["L008", "[a,b]", ["a,b"]],
    ["L008", '["admin"]', ['"admin"']],
  ];
  for (const [id, claim, groups] of cases) {
    it(`${id}: of ${JSON.stringify(claim)} are ${JSON.stringify(groups)}`, () => {
      assert.deepEqual(groupsOf(eventWith({ "cognito:groups": claim })), groups);
    });
  }
});

describe("membership of a group", () => {
  const groups = { admin: { description: "Runs the shop" }, staff: {} };
  type Group = keyof typeof groups;
  const event = eventWith({ "cognito:groups": "[staff not-[admin]]" });

  it("F58: is of whole names", () => {
    assert.equal(isInGroup<Group>(event, "staff"), true);
    assert.equal(isInGroup<Group>(event, "admin"), false);
  });

  it("F58: is of groups whose names are a type", () => {
    // @ts-expect-error: a group that is not one of them
    assert.equal(isInGroup<Group>(event, "stuff"), false);
    // @ts-expect-error: no type to hold the name to
    assert.equal(isInGroup(event, "staff"), true);
  });
});

describe("claims", () => {
  it("F144: are typed for any token: lists as lists, numbers as numbers", () => {
    const machine = { sub: "m1", client_id: "m1", scope: "orders/read", exp: "1788003600" };
    assert.deepEqual(claimsOf(eventWith(machine)), {
      sub: "m1",
      username: "",
      clientId: "m1",
      scopes: ["orders/read"],
      groups: [],
      expiresAt: 1_788_003_600,
    });
  });

  it("L002: of an own name may be a list as well", () => {
    assert.deepEqual(listClaim(eventWith({ roles: "[reader editor]" }), "roles"), [
      "reader",
      "editor",
    ]);
  });

  const flags: readonly [unknown, boolean][] = [
    ["true", true],
    ["false", false],
    ["TRUE", false],
    ["1", false],
    ["", false],
    [undefined, false],
  ];
  for (const [claim, expected] of flags) {
    it(`L011: ${JSON.stringify(claim)} is ${expected} as a truth value`, () => {
      assert.equal(booleanClaim(eventWith({ email_verified: claim }), "email_verified"), expected);
    });
  }

  const numbers: readonly [unknown, number | undefined][] = [
    ["123", 123],
    ["0", 0],
    ["12 s", undefined],
    ["", undefined],
    [" ", undefined],
    [undefined, undefined],
  ];
  for (const [claim, expected] of numbers) {
    it(`L011: ${JSON.stringify(claim)} is ${expected} as a number`, () => {
      assert.equal(numberClaim(eventWith({ exp: claim }), "exp"), expected);
    });
  }

  it("L013: an object stays the JSON text that the gateway made of it", () => {
    assert.equal(
      textClaim(eventWith({ address: '{"city":"Oslo"}' }), "address"),
      '{"city":"Oslo"}',
    );
  });
  it("are not found on the prototype", () => {
    assert.equal(textClaim(eventWith({}), "constructor"), undefined);
  });
});

describe("the signed-in user", () => {
  it("is named by an access token and by an ID token", () => {
    assert.equal(usernameOf(eventWith({ username: "ada" })), "ada");
    assert.equal(usernameOf(eventWith({ "cognito:username": "ada" })), "ada");
  });
  it("L016: is known by sub", () => {
    assert.equal(subjectOf(eventWith({ sub: "6418b458", username: "ada" })), "6418b458");
  });
  it("L001: is never made up", () => {
    assert.throws(() => usernameOf(eventWith({})), {
      message: 'The event has no claim "username".',
    });
    assert.throws(() => subjectOf(eventWith({})), { message: 'The event has no claim "sub".' });
  });
});

describe("requireAccessToken", () => {
  it("gives the claims of a user's access token, typed", () => {
    const event = eventWith({ ...accessToken, "cognito:groups": "[admin]" });
    assert.deepEqual(requireAccessToken(event), {
      claims: {
        sub: "6418b458",
        username: "ada",
        clientId: "web",
        scopes: ["openid", "orders/read"],
        groups: ["admin"],
        expiresAt: 1_788_003_600,
      },
    });
  });

  const absent: readonly [string, unknown][] = [
    ["no authorizer", undefined],
    ["an empty authorizer", {}],
    ["an authorizer without JWT", { jwt: undefined }],
    ["no claims", { jwt: { claims: null, scopes: null } }],
    ["empty claims", { jwt: { claims: {}, scopes: null } }],
  ];
  for (const [title, authorizer] of absent) {
    it(`L001: answers 401 to ${title}`, () => {
      const event = { requestContext: { authorizer } } as unknown as ReturnType<typeof eventWith>;
      assert.equal(requireAccessToken(event).refusal?.statusCode, 401);
    });
  }

  it("L015: answers 403 to an ID token", () => {
    const event = eventWith({ ...accessToken, token_use: "id" });
    assert.equal(requireAccessToken(event).refusal?.statusCode, 403);
  });
  it("T033: answers 403 to a machine's token, which has no user", () => {
    const { username: _username, ...machine } = accessToken;
    assert.equal(requireAccessToken(eventWith(machine)).refusal?.statusCode, 403);
  });
});

describe("GET /me", () => {
  it("answers with the token's claims", async () => {
    const { statusCode, body } = await whoAmI(eventWith(accessToken));
    assert.equal(statusCode, 200);
    assert.deepEqual(JSON.parse(body ?? ""), {
      sub: "6418b458",
      username: "ada",
      clientId: "web",
      scopes: ["openid", "orders/read"],
      groups: [],
      expiresAt: 1_788_003_600,
    });
  });
  it("L001: answers 401 without claims", async () => {
    assert.equal((await whoAmI(eventWith({}))).statusCode, 401);
  });
});
