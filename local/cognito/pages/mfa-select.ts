import { waitingChallenge } from "../sign-in/challenge-sessions.ts";
import { deliveryTo } from "../messages/delivery.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { answerSelection } from "../mfa/challenges.ts";
import { activeFactors, CONTACTS } from "../mfa/factors.ts";
import type { MfaFactor } from "../mfa/settings.ts";
import { stepKind } from "../mfa/steps.ts";
import type { User } from "../tables/users.ts";
import { toMfaPage } from "./continue-sign-in.ts";
import { form } from "./fields.ts";
import { html } from "./html.ts";
import { usedUpView } from "./mfa.ts";
import { deliveryWords, heldHandle } from "./page-data.ts";
import { type Page, pageAddress, type PageAnswer, type Visit } from "./visit.ts";

const HEADING = "Choose how to confirm that it is you";

/** `/mfa/select`: the choice among several factors of which none is preferred (C198, C269). */
export const page: Page = {
  show: (visit) => {
    const user = choosingUser(visit);
    return user ? view(visit, user) : { location: pageAddress(visit, "/login") };
  },
  submit: async (visit, posted) => {
    if (!choosingUser(visit)) return { location: pageAddress(visit, "/login") };
    try {
      const choice = posted.get("factor") ?? "";
      const step = { place: "PAGE", session: heldHandle(visit), choice } as const;
      const { session } = await answerSelection(visit.context, step);
      return toMfaPage(visit, "/mfa", session);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return usedUpView(visit, HEADING, error.message);
    }
  },
};

function choosingUser(visit: Visit): User | undefined {
  const { context } = visit;
  const kind = stepKind("PAGE", "SELECT_MFA_TYPE");
  const challenge = waitingChallenge(context, kind, heldHandle(visit));
  return challenge && context.service.store.users.bySub(context.pool.id, challenge.subject);
}

function view(visit: Visit, user: User): PageAnswer {
  const action = pageAddress(visit, "/mfa/select");
  const forms = activeFactors(visit.context, user).map((factor) => {
    const fields = html`<input type="hidden" name="factor" value="${factor}" />`;
    const button = buttonText(user, factor);
    return form({ action, csrf: visit.csrf, fields, button, isPlain: true });
  });
  return {
    status: 200,
    heading: HEADING,
    body: html`${forms}
      <nav><a href="${pageAddress(visit, "/login")}">Back to sign in</a></nav>`,
  };
}

function buttonText(user: User, factor: MfaFactor): string {
  const contact = CONTACTS[factor];
  if (!contact) return "Use an authenticator app";
  return `Get a code${deliveryWords(deliveryTo(contact, user.attributes[contact] ?? ""))}`;
}
