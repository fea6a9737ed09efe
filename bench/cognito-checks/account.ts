import { equal, notEqual } from "node:assert/strict";
import {
  attribute,
  begin,
  type Check,
  forged,
  otherCode,
  refused,
  signedIn,
  type World,
} from "./check.ts";

const get = ({ call }: World, AccessToken: string) => call("GetUser", { AccessToken });

const update = ({ call }: World, AccessToken: string, Name: string, Value: string) =>
  call("UpdateUserAttributes", { AccessToken, UserAttributes: [{ Name, Value }] });

/** Signs in, has the address changed and its code sent. */
async function readdressed(world: World) {
  const { AccessToken } = (await signedIn(world)).tokens;
  const email = world.address();
  await update(world, AccessToken, "email", email);
  await world.call("GetUserAttributeVerificationCode", { AccessToken, AttributeName: "email" });
  const code = await world.code(email);
  const verify = (Code: string) =>
    world.call("VerifyUserAttribute", { AccessToken, AttributeName: "email", Code });
  return { AccessToken, code, verify };
}

/** What a signed-in user does about the own account (5.10). */
export const ACCOUNT_CHECKS: readonly Check[] = [
  {
    name: "C227: GetUser",
    async run(world) {
      const { tokens, email } = await signedIn(world);
      equal(attribute((await get(world, tokens.AccessToken)).UserAttributes, "email"), email);
    },
  },
  {
    name: "C160: a made-up access token",
    run: (world) => refused(get(world, "made.up.token"), "NotAuthorizedException"),
  },
  {
    name: "C160: an access token of another payload under the same signature",
    async run(world) {
      const { AccessToken } = (await signedIn(world)).tokens;
      await refused(get(world, forged(AccessToken)), "NotAuthorizedException");
    },
  },
  {
    name: "C160: an ID token in its place",
    async run(world) {
      const { IdToken } = (await signedIn(world)).tokens;
      await refused(get(world, IdToken), "NotAuthorizedException");
    },
  },
  {
    name: "C41: an access token after GlobalSignOut",
    async run(world) {
      const { AccessToken } = (await signedIn(world)).tokens;
      await world.call("GlobalSignOut", { AccessToken });
      await refused(get(world, AccessToken), "NotAuthorizedException");
    },
  },
  {
    name: "C228: UpdateUserAttributes",
    async run(world) {
      const { AccessToken } = (await signedIn(world)).tokens;
      await update(world, AccessToken, "name", "Alice");
      equal(attribute((await get(world, AccessToken)).UserAttributes, "name"), "Alice");
    },
  },
  {
    name: "C176: nobody verifies their own address later either",
    async run(world) {
      const { AccessToken } = (await signedIn(world)).tokens;
      await refused(
        update(world, AccessToken, "email_verified", "true"),
        "InvalidParameterException",
        "NotAuthorizedException",
      );
    },
  },
  {
    name: "C228: a new address is not verified",
    async run(world) {
      const { AccessToken } = (await signedIn(world)).tokens;
      await update(world, AccessToken, "email", world.address());
      const { UserAttributes } = await get(world, AccessToken);
      equal(attribute(UserAttributes, "email_verified"), "false");
    },
  },
  {
    name: "C229: its code is sent",
    run: async (world) => notEqual((await readdressed(world)).code, ""),
  },
  {
    name: "C229: a wrong code does not verify it",
    async run(world) {
      const { code, verify } = await readdressed(world);
      await refused(verify(otherCode(code)), "CodeMismatchException");
    },
  },
  {
    name: "C229: the right code does",
    async run(world) {
      const { AccessToken, code, verify } = await readdressed(world);
      await verify(code);
      const { UserAttributes } = await get(world, AccessToken);
      equal(attribute(UserAttributes, "email_verified"), "true");
    },
  },
  {
    name: "C230: DeleteUserAttributes",
    async run(world) {
      const { AccessToken } = (await signedIn(world)).tokens;
      await update(world, AccessToken, "name", "Alice");
      await world.call("DeleteUserAttributes", { AccessToken, UserAttributeNames: ["name"] });
      equal(attribute((await get(world, AccessToken)).UserAttributes, "name"), undefined);
    },
  },
  {
    name: "C231: a deleted user signs in no more",
    async run(world) {
      const { tokens, ...who } = await signedIn(world);
      await world.call("DeleteUser", { AccessToken: tokens.AccessToken });
      await refused(begin(world, who), "NotAuthorizedException", "UserNotFoundException");
    },
  },
];
