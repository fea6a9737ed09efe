import { deepEqual, equal } from "node:assert/strict";
import {
  attribute,
  begin,
  type Check,
  decodeUnverified,
  person,
  refresh,
  refused,
  signedIn,
  signUp,
  tokensOf,
  type World,
} from "./check.ts";

const of = (world: World, operation: string, Username: string, more: object = {}) =>
  world.call(operation, { UserPoolId: world.people, Username, ...more });

const inPool = (world: World, operation: string, more: object) =>
  world.call(operation, { UserPoolId: world.people, ...more });

let groups = 0;

/** A person in a new group. */
async function grouped(world: World) {
  groups += 1;
  const GroupName = `group-${groups}`;
  const who = await person(world);
  await inPool(world, "CreateGroup", { GroupName });
  await of(world, "AdminAddUserToGroup", who.email, { GroupName });
  return { who, GroupName };
}

/** What administrators do, and lists (5.11). */
export const ADMINISTRATION_CHECKS: readonly Check[] = [
  {
    name: "C235: AdminGetUser",
    async run(world) {
      const { email } = await person(world);
      const { Enabled, UserStatus, UserAttributes } = await of(world, "AdminGetUser", email);
      deepEqual(
        [Enabled, UserStatus, attribute(UserAttributes, "email")],
        [true, "CONFIRMED", email],
      );
    },
  },
  {
    name: "C235: an unknown user",
    run: (world) => refused(of(world, "AdminGetUser", world.address()), "UserNotFoundException"),
  },
  {
    name: "C239: AdminUpdateUserAttributes, verified or not",
    async run(world) {
      const { email } = await person(world);
      const UserAttributes = [{ Name: "email_verified", Value: "false" }];
      await of(world, "AdminUpdateUserAttributes", email, { UserAttributes });
      const user = await of(world, "AdminGetUser", email);
      equal(attribute(user.UserAttributes, "email_verified"), "false");
    },
  },
  {
    name: "C239: AdminDeleteUserAttributes",
    async run(world) {
      const { email } = await person(world);
      const UserAttributes = [{ Name: "name", Value: "Alice" }];
      await of(world, "AdminUpdateUserAttributes", email, { UserAttributes });
      await of(world, "AdminDeleteUserAttributes", email, { UserAttributeNames: ["name"] });
      const user = await of(world, "AdminGetUser", email);
      equal(attribute(user.UserAttributes, "name"), undefined);
    },
  },
  {
    name: "C239: a disabled user signs in no more",
    async run(world) {
      const who = await person(world);
      await of(world, "AdminDisableUser", who.email);
      await refused(begin(world, who), "NotAuthorizedException", "UserNotFoundException");
    },
  },
  {
    name: "C239: an enabled one does again",
    async run(world) {
      const who = await person(world);
      await of(world, "AdminDisableUser", who.email);
      await of(world, "AdminEnableUser", who.email);
      equal(typeof (await tokensOf(world, who)).AccessToken, "string");
    },
  },
  {
    name: "C239: AdminDeleteUser",
    async run(world) {
      const { email } = await person(world);
      await of(world, "AdminDeleteUser", email);
      await refused(of(world, "AdminGetUser", email), "UserNotFoundException");
    },
  },
  {
    name: "C238: AdminConfirmSignUp",
    async run(world) {
      const email = await signUp(world);
      await of(world, "AdminConfirmSignUp", email);
      equal((await of(world, "AdminGetUser", email)).UserStatus, "CONFIRMED");
    },
  },
  {
    name: "C237: a reset password signs in no more",
    async run(world) {
      const who = await person(world);
      await of(world, "AdminResetUserPassword", who.email);
      await refused(begin(world, who), "PasswordResetRequiredException");
    },
  },
  {
    name: "C41: no refresh after AdminUserGlobalSignOut",
    async run(world) {
      const { tokens, email } = await signedIn(world);
      await of(world, "AdminUserGlobalSignOut", email);
      await refused(
        refresh(world, world.clients.web, tokens.RefreshToken),
        "NotAuthorizedException",
      );
    },
  },
  {
    name: "C241: finds a user by the beginning of the address",
    async run(world) {
      const { email } = await person(world);
      const Filter = `email ^= "${email.slice(0, -3)}"`;
      const { Users } = await inPool(world, "ListUsers", { Filter });
      deepEqual(
        (Users as { Attributes: [] }[]).map(({ Attributes }) => attribute(Attributes, "email")),
        [email],
      );
    },
  },
  {
    name: "C241: lists by pages that have no user twice",
    async run(world) {
      for (let count = 0; count < 3; count += 1) await person(world);
      const first = await inPool(world, "ListUsers", { Limit: 2 });
      const { PaginationToken } = first;
      const second = await inPool(world, "ListUsers", { Limit: 2, PaginationToken });
      const names = [...first.Users, ...second.Users].map(({ Username }) => Username as string);
      deepEqual([names.length >= 3, new Set(names).size], [true, names.length]);
      equal(first.Users.length, 2);
    },
  },
  {
    name: "C241: a filter that is none",
    run: (world) =>
      refused(inPool(world, "ListUsers", { Filter: "email == x" }), "InvalidParameterException"),
  },
  {
    name: "C240: groups are in both tokens",
    async run(world) {
      const { who, GroupName } = await grouped(world);
      const { AccessToken, IdToken } = await tokensOf(world, who);
      for (const token of [AccessToken, IdToken]) {
        deepEqual(decodeUnverified(token)["cognito:groups"], [GroupName]);
      }
    },
  },
  {
    name: "C240: a group that is there already",
    async run(world) {
      const { GroupName } = await grouped(world);
      await refused(inPool(world, "CreateGroup", { GroupName }), "GroupExistsException");
    },
  },
  {
    name: "C240: ListUsersInGroup, before and after a user leaves",
    async run(world) {
      const { who, GroupName } = await grouped(world);
      const count = async (): Promise<number> =>
        (await inPool(world, "ListUsersInGroup", { GroupName })).Users.length as number;
      const before = await count();
      await of(world, "AdminRemoveUserFromGroup", who.email, { GroupName });
      deepEqual([before, await count()], [1, 0]);
    },
  },
];
