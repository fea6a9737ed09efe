import { openChallenge, takeChallenge } from "../sign-in/challenge-sessions.ts";
import { deviceGroup, deviceOf } from "../sign-in/devices.ts";
import { notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { isNameOf } from "../names.ts";
import { nextStep } from "../sign-in/next-step.ts";
import type { ClientContext } from "../service.ts";
import { refuseUnready } from "../sign-in/sign-in.ts";
import {
  isProven,
  newSecretBlock,
  openExchange,
  type SrpExchange,
} from "../passwords/srp-exchange.ts";
import type { Device } from "../tables/devices.ts";
import type { User } from "../tables/users.ts";
import { issueTokens } from "./issue-tokens.ts";
import type { Output } from "../../json-api/operation.ts";
import { parameter, type Parameters } from "./parameters.ts";
import { isFresh, readClaim, readPublic } from "./srp-sign-in.ts";

interface DeviceState {
  readonly deviceKey: string;
}

interface VerifierState extends DeviceState, SrpExchange {
  /** Answers to another secret block than this are none to this challenge. */
  readonly secretBlock: string;
}

/** Asks a remembered device to prove that it is the one, as the last step of a sign-in (C186, C203). */
export function askForDevice(context: ClientContext, device: Device): Output {
  const content: DeviceState = { deviceKey: device.key };
  const step = { kind: "DEVICE_SRP_AUTH", subject: device.sub, content } as const;
  return {
    ChallengeName: "DEVICE_SRP_AUTH",
    Session: openChallenge(context, step),
    ChallengeParameters: { DEVICE_KEY: device.key },
  };
}

/** The first half of the device's proof (C203, C215). */
export function answerDeviceSrp(
  context: ClientContext,
  responses: Parameters,
  handle: string,
): Output {
  const clientPublic = readPublic(parameter(responses, "SRP_A"));
  parameter(responses, "DEVICE_KEY");
  const taken = takeChallenge(context, "DEVICE_SRP_AUTH", handle);
  const state = JSON.parse(taken.content) as DeviceState;
  const { device } = asked(context, responses, { ...taken, ...state });
  const exchange = openExchange(device.password.verifier, clientPublic);
  const secretBlock = newSecretBlock();
  const content: VerifierState = { ...state, ...exchange, secretBlock };
  const step = { kind: "DEVICE_PASSWORD_VERIFIER", subject: taken.subject, content } as const;
  return {
    ChallengeName: "DEVICE_PASSWORD_VERIFIER",
    Session: openChallenge(context, step),
    ChallengeParameters: {
      DEVICE_KEY: device.key,
      SALT: device.password.salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: exchange.serverPublic,
      USERNAME: parameter(responses, "USERNAME"),
    },
  };
}

/** The second half: a right proof signs in, without a second factor where the pool says so (C269). */
export function answerDevicePassword(
  context: ClientContext,
  responses: Parameters,
  handle: string,
): Promise<Output> {
  const claim = readClaim(responses);
  parameter(responses, "DEVICE_KEY");
  const taken = takeChallenge(context, "DEVICE_PASSWORD_VERIFIER", handle);
  const state = JSON.parse(taken.content) as VerifierState;
  const { user, device } = asked(context, responses, { ...taken, ...state });
  const identity = { poolName: deviceGroup(context, taken.subject), userId: state.deviceKey };
  const whose = { identity, verifier: device.password.verifier };
  const isRight = isProven(state, whose, claim);
  const isThisOne = claim.secretBlock === state.secretBlock && isFresh(context, claim.timestamp);
  if (!isRight || !isThisOne) throw notAuthorized(TEXTS.badCredentials);
  return issueTokens(context, user, { occasion: "AuthenticateDevice", device });
}

/** The user and the device that the step was opened for, if it is they who answer. */
function asked(
  context: ClientContext,
  responses: Parameters,
  step: { readonly subject: string; readonly deviceKey: string },
): { readonly user: User; readonly device: Device } {
  const { service, pool, deviceKey } = context;
  const user = service.store.users.bySub(pool.id, step.subject);
  const isNamed = isNameOf(context, step.subject, parameter(responses, "USERNAME"));
  if (!user || !isNamed || deviceKey !== step.deviceKey) throw notAuthorized(TEXTS.unknownSession);
  refuseUnready(context, user);
  const device = deviceOf(context, user, step.deviceKey);
  const isLastStep = nextStep(context, user, "both-factors").kind === "DONE";
  if (!device.isRemembered || !isLastStep) throw notAuthorized(TEXTS.unknownSession);
  return { user, device };
}
