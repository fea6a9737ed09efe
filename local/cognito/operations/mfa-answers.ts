import { answerFactor, answerSelection, askFactor } from "../mfa/challenges.ts";
import { finishSetUp, userForContact } from "../mfa/enrolment.ts";
import type { MfaFactor } from "../mfa/settings.ts";
import type { ClientContext } from "../service.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import { factorChallenge } from "./mfa-challenges.ts";
import type { Output } from "../../json-api/operation.ts";
import { optionalParameter, parameter, type Parameters } from "./parameters.ts";

/** Takes what a client answers to a challenge. */
type Answer = (context: ClientContext, responses: Parameters, session: string) => Promise<Output>;

const API = "API";
const PROVEN = { proof: "both-factors" } as const;

/** Answers to the challenges of second factors, by challenge (C196, C198, C199). */
export const MFA_ANSWERS = {
  SMS_MFA: codeAnswer("SMS_MFA", "SMS_MFA_CODE"),
  SOFTWARE_TOKEN_MFA: codeAnswer("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"),
  EMAIL_OTP: codeAnswer("EMAIL_OTP", "EMAIL_OTP_CODE"),
  SELECT_MFA_TYPE: async (context, responses, session) => {
    const answer = parameter(responses, "ANSWER");
    // Both spellings are in use (C198).
    const choice = answer === "EMAIL_MFA" ? "EMAIL_OTP" : answer;
    const name = parameter(responses, "USERNAME");
    const step = { place: API, session, choice, name } as const;
    return factorChallenge(context, await answerSelection(context, step));
  },
  MFA_SETUP: async (context, responses, session) => {
    const name = parameter(responses, "USERNAME");
    const email = optionalParameter(responses, "EMAIL");
    if (email === undefined) {
      return finishSignIn(context, finishSetUp(context, session, name), PROVEN);
    }
    const wanted = { place: API, factor: "EMAIL_OTP", session, name } as const;
    const user = userForContact(context, { ...wanted, value: email });
    return factorChallenge(
      context,
      await askFactor(context, user, { ...wanted, newContact: email }),
    );
  },
} satisfies { readonly [challenge: string]: Answer };

function codeAnswer(factor: MfaFactor, key: string): Answer {
  return async (context, responses, session) => {
    const code = parameter(responses, key);
    const name = parameter(responses, "USERNAME");
    const user = answerFactor(context, { place: API, factor, session, code, name });
    return finishSignIn(context, user, PROVEN);
  };
}
