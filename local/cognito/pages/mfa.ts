import { waitingChallenge } from "../sign-in/challenge-sessions.ts";
import { deliveryTo } from "../messages/delivery.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { answerFactor, type SentFactor } from "../mfa/challenges.ts";
import { CONTACTS } from "../mfa/factors.ts";
import type { MfaFactor } from "../mfa/settings.ts";
import { stepKind } from "../mfa/steps.ts";
import { continueSignIn } from "./continue-sign-in.ts";
import { alert, codeField, form } from "./fields.ts";
import { type Html, html } from "./html.ts";
import { deliveryWords, heldHandle } from "./page-data.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

const HEADING = "Confirm that it is you";

/** `/mfa`: the code of a second factor (C135, C196, C197). */
export const page: Page = {
  show: (visit) => {
    const waiting = waitingFactor(visit);
    return waiting ? view(visit, waiting) : { location: pageAddress(visit, "/login") };
  },
  submit: async (visit, posted) => {
    const waiting = waitingFactor(visit);
    if (!waiting) return { location: pageAddress(visit, "/login") };
    try {
      const { factor } = waiting;
      const answer = { place: "PAGE", factor, session: heldHandle(visit) } as const;
      const user = answerFactor(visit.context, { ...answer, code: codeOf(posted.get("code")) });
      return await continueSignIn(visit, user, "both-factors");
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return waitingFactor(visit)
        ? view(visit, waiting, error.message)
        : usedUpView(visit, HEADING, error.message);
    }
  },
};

/** A code as it was typed: apps and people put spaces into it. */
export function codeOf(typed: string | undefined): string {
  return (typed ?? "").replaceAll(/\s/g, "");
}

/** What is shown when a step cannot be tried again (C145). */
export function usedUpView(visit: Visit, heading: string, error: string): PageAnswer {
  return {
    status: 200,
    heading,
    body: html`${alert(error)}
      <nav><a href="${pageAddress(visit, "/login")}">Sign in again</a></nav>`,
  };
}

interface WaitingFactor {
  readonly factor: MfaFactor;
  readonly sent: SentFactor | null;
}

/** The factor whose code this browser is asked for. */
function waitingFactor(visit: Visit): WaitingFactor | undefined {
  for (const factor of visit.context.pool.mfa.factors) {
    const kind = stepKind("PAGE", factor);
    const challenge = waitingChallenge(visit.context, kind, heldHandle(visit));
    if (challenge) return { factor, sent: JSON.parse(challenge.content) as SentFactor | null };
  }
  return undefined;
}

function view(visit: Visit, waiting: WaitingFactor, error?: string): PageAnswer {
  const action = pageAddress(visit, "/mfa");
  return {
    status: 200,
    heading: HEADING,
    body: html`${alert(error)}
      <p>${instruction(waiting)}</p>
      ${form({ action, csrf: visit.csrf, fields: codeField(), button: "Sign in" })}
      <nav><a href="${pageAddress(visit, "/login")}">Back to sign in</a></nav>`,
  };
}

function instruction({ factor, sent }: WaitingFactor): Html {
  const contact = CONTACTS[factor];
  if (!contact || !sent) return html`Enter the code that your authenticator app shows.`;
  return html`We have sent a code${deliveryWords(deliveryTo(contact, sent.to))}. Enter it below.`;
}
