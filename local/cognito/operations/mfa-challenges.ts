import { invalidParameter } from "../../json-api/errors.ts";
import { type AskedFactor, openSelection } from "../mfa/challenges.ts";
import { openSetUp } from "../mfa/enrolment.ts";
import type { MfaFactor } from "../mfa/settings.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import type { Output } from "../../json-api/operation.ts";

/** The challenge of a factor that waits for its code (C196). */
export function factorChallenge({ service, pool }: ClientContext, asked: AskedFactor): Output {
  const { user, factor, session, delivery } = asked;
  const { softwareToken } = service.store.secondFactors.of(pool.id, user.sub);
  const device = delivery ? null : softwareToken?.name;
  return {
    ChallengeName: factor,
    Session: session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      ...(device && { FRIENDLY_DEVICE_NAME: device }),
      ...(delivery && {
        CODE_DELIVERY_DELIVERY_MEDIUM: delivery.DeliveryMedium,
        CODE_DELIVERY_DESTINATION: delivery.Destination,
      }),
    },
  };
}

/** The challenge that lets a user choose among several factors (C198). */
export function selectionChallenge(
  context: ClientContext,
  user: User,
  factors: readonly MfaFactor[],
): Output {
  return {
    ChallengeName: "SELECT_MFA_TYPE",
    Session: openSelection(context, user, { place: "API", factors }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      MFAS_CAN_CHOOSE: JSON.stringify(factors),
    },
  };
}

/** The challenge to set a factor up (C199). */
export function setUpChallenge(
  context: ClientContext,
  user: User,
  factors: readonly MfaFactor[],
): Output {
  if (factors.every((factor) => factor === "SMS_MFA")) {
    throw invalidParameter("User does not have phone_number.");
  }
  return {
    ChallengeName: "MFA_SETUP",
    Session: openSetUp(context, user, "API"),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      MFAS_CAN_SETUP: JSON.stringify(factors),
    },
  };
}
