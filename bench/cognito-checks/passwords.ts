import { equal } from "node:assert/strict";
import {
  begin,
  type Check,
  otherCode,
  PASSWORD,
  person,
  type Person,
  refused,
  signedIn,
  tokensOf,
  type World,
} from "./check.ts";

const NEW = "Another-Horse-8-Battery";

/** Has a new password's code sent. */
async function forgotten(world: World) {
  const who = await person(world);
  const user = { ClientId: world.clients.web.id, Username: who.email };
  const { CodeDeliveryDetails: delivery } = await world.call("ForgotPassword", user);
  const code = await world.code(who.email);
  const confirm = (ConfirmationCode: string, Password = NEW) =>
    world.call("ConfirmForgotPassword", { ...user, ConfirmationCode, Password });
  return { who, code, confirm, delivery };
}

async function invited(world: World): Promise<Person> {
  const email = world.address();
  await world.call("AdminCreateUser", {
    UserPoolId: world.people,
    Username: email,
    TemporaryPassword: PASSWORD,
    MessageAction: "SUPPRESS",
    UserAttributes: [
      { Name: "email", Value: email },
      { Name: "email_verified", Value: "true" },
    ],
  });
  return { email, password: PASSWORD };
}

const answerNew = ({ call, clients }: World, Session: string, USERNAME: string) =>
  call("RespondToAuthChallenge", {
    ClientId: clients.web.id,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session,
    ChallengeResponses: { USERNAME, NEW_PASSWORD: NEW },
  });

const change = async (world: World, PreviousPassword: string) => {
  const { tokens, email } = await signedIn(world);
  const { AccessToken } = tokens;
  const input = { AccessToken, PreviousPassword, ProposedPassword: NEW };
  await world.call("ChangePassword", input);
  return { email, password: NEW };
};

/** Forgotten, changed and temporary passwords (5.4, 5.5, 5.9). */
export const PASSWORD_CHECKS: readonly Check[] = [
  {
    name: "C224: a forgotten password's code, and where it went",
    async run(world) {
      equal((await forgotten(world)).delivery.AttributeName, "email");
    },
  },
  {
    name: "C225: a wrong code for a new password",
    async run(world) {
      const { code, confirm } = await forgotten(world);
      await refused(confirm(otherCode(code)), "CodeMismatchException");
    },
  },
  {
    name: "C225: the new password signs in",
    async run(world) {
      const { who, code, confirm } = await forgotten(world);
      await confirm(code);
      equal(typeof (await tokensOf(world, { ...who, password: NEW })).AccessToken, "string");
    },
  },
  {
    name: "C225: the old one does not",
    async run(world) {
      const { who, code, confirm } = await forgotten(world);
      await confirm(code);
      await refused(begin(world, who), "NotAuthorizedException");
    },
  },
  {
    name: "C173: a new password against the policy",
    async run(world) {
      const { code, confirm } = await forgotten(world);
      await refused(confirm(code, "short"), "InvalidPasswordException");
    },
  },
  {
    name: "C226: ChangePassword",
    async run(world) {
      const changed = await change(world, PASSWORD);
      equal(typeof (await tokensOf(world, changed)).AccessToken, "string");
    },
  },
  {
    name: "C226: ChangePassword with a wrong one",
    run: (world) => refused(change(world, "Wrong-Horse-1-Battery"), "NotAuthorizedException"),
  },
  {
    name: "C234: an invited user has to change the password",
    async run(world) {
      const { email: Username } = await invited(world);
      const user = await world.call("AdminGetUser", { UserPoolId: world.people, Username });
      equal(user.UserStatus, "FORCE_CHANGE_PASSWORD");
    },
  },
  {
    name: "C195: the temporary password leads to a challenge",
    async run(world) {
      const { ChallengeName, AuthenticationResult } = await begin(world, await invited(world));
      equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
      equal(AuthenticationResult, undefined);
    },
  },
  {
    name: "C195: its answer signs in",
    async run(world) {
      const who = await invited(world);
      const { Session } = await begin(world, who);
      const { AuthenticationResult: result } = await answerNew(world, Session, who.email);
      equal(typeof result.AccessToken, "string");
    },
  },
  {
    name: "C188: a made-up session",
    async run(world) {
      const { email } = await invited(world);
      await refused(
        answerNew(world, "made-up-session-of-twenty-characters", email),
        "NotAuthorizedException",
        "CodeMismatchException",
        "InvalidParameterException",
      );
    },
  },
  {
    name: "C236: a password that an administrator sets",
    async run(world) {
      const { email: Username } = await invited(world);
      const input = { UserPoolId: world.people, Username, Password: NEW, Permanent: true };
      await world.call("AdminSetUserPassword", input);
      const tokens = await tokensOf(world, { email: Username, password: NEW });
      equal(typeof tokens.AccessToken, "string");
    },
  },
];
