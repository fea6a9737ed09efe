import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { createHmac } from "node:crypto";
import {
  attribute,
  begin,
  type Check,
  newcomer,
  otherCode,
  PASSWORD,
  person,
  refused,
  signedIn,
  signUp,
  type World,
} from "./check.ts";

const hash = ({ clients }: World, name: string): string =>
  createHmac("sha256", clients.server.secret)
    .update(name + clients.server.id)
    .digest("base64");

const atServer = ({ call, clients }: World, email: string, more: object) =>
  call("SignUp", { ClientId: clients.server.id, Username: email, Password: PASSWORD, ...more });

/** SignUp, ConfirmSignUp, ResendConfirmationCode (5.2, 5.3). */
export const SIGN_UP_CHECKS: readonly Check[] = [
  {
    name: "C170: sign-up answers who it is and where the code went",
    async run(world) {
      const answer = await world.call("SignUp", newcomer(world));
      const { UserSub, UserConfirmed, CodeDeliveryDetails } = answer;
      match(UserSub, /^[0-9a-f-]{36}$/);
      equal(UserConfirmed, false);
      deepEqual(
        [CodeDeliveryDetails.DeliveryMedium, CodeDeliveryDetails.AttributeName],
        ["EMAIL", "email"],
      );
    },
  },
  {
    name: "C141: the address in it is masked",
    async run(world) {
      const { CodeDeliveryDetails } = await world.call("SignUp", newcomer(world));
      match(CodeDeliveryDetails.Destination, /^.\*\*\*@.\*\*\*$/);
    },
  },
  {
    name: "C175: a name that somebody has",
    async run(world) {
      const Username = await signUp(world);
      await refused(signUp(world, { Username, UserAttributes: [] }), "UsernameExistsException");
    },
  },
  {
    name: "C173: a password against the policy",
    run: (world) => refused(signUp(world, { Password: "short" }), "InvalidPasswordException"),
  },
  {
    name: "C171: a name that is no address",
    run: (world) =>
      refused(
        signUp(world, { Username: "alice", UserAttributes: [] }),
        "InvalidParameterException",
      ),
  },
  {
    name: "C163: an unknown client",
    run: (world) => refused(signUp(world, { ClientId: "unknown" }), "ResourceNotFoundException"),
  },
  {
    name: "C176: nobody verifies their own address",
    run: (world) =>
      refused(
        signUp(world, { UserAttributes: [{ Name: "email_verified", Value: "true" }] }),
        "InvalidParameterException",
        "NotAuthorizedException",
      ),
  },
  {
    name: "C178: a wrong confirmation code",
    async run(world) {
      const Username = await signUp(world);
      const ConfirmationCode = otherCode(await world.code(Username));
      const input = { ClientId: world.clients.web.id, Username, ConfirmationCode };
      await refused(world.call("ConfirmSignUp", input), "CodeMismatchException");
    },
  },
  {
    name: "C178: the right confirmation code",
    run: async (world) => void (await person(world)),
  },
  {
    name: "C179: a user who is confirmed already",
    async run(world) {
      const { email: Username } = await person(world);
      const input = { ClientId: world.clients.web.id, Username, ConfirmationCode: "123456" };
      await refused(world.call("ConfirmSignUp", input), "NotAuthorizedException");
    },
  },
  {
    name: "C143: the code verifies the address",
    async run(world) {
      const { tokens } = await signedIn(world);
      const { UserAttributes } = await world.call("GetUser", tokens);
      equal(attribute(UserAttributes, "email_verified"), "true");
    },
  },
  {
    name: "C182: a new code, and where it went",
    async run(world) {
      const Username = await signUp(world);
      const input = { ClientId: world.clients.web.id, Username };
      const { CodeDeliveryDetails } = await world.call("ResendConfirmationCode", input);
      equal(CodeDeliveryDetails.AttributeName, "email");
      notEqual(await world.code(Username), "");
    },
  },
  {
    name: "C186: no sign-in before it",
    async run(world) {
      const email = await signUp(world);
      await refused(begin(world, { email, password: PASSWORD }), "UserNotConfirmedException");
    },
  },
  {
    name: "C166: a client with a secret, and no hash",
    run: (world) => refused(atServer(world, world.address(), {}), "NotAuthorizedException"),
  },
  {
    name: "C166: a wrong hash",
    run: (world) =>
      refused(atServer(world, world.address(), { SecretHash: "AAAA" }), "NotAuthorizedException"),
  },
  {
    name: "C164: the right hash",
    async run(world) {
      const email = world.address();
      const { UserSub } = await atServer(world, email, { SecretHash: hash(world, email) });
      equal(typeof UserSub, "string");
    },
  },
];
