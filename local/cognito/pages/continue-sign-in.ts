import { askFactor, openSelection } from "../mfa/challenges.ts";
import { openSetUp } from "../mfa/enrolment.ts";
import { nextStep, type Proof } from "../sign-in/next-step.ts";
import type { User } from "../tables/users.ts";
import { handleCookie, recallStep, rememberStep } from "./page-data.ts";
import { pageAddress, type PageAnswer, signInBrowser, type Visit } from "./visit.ts";

/**
 * Sends a browser on whose user has proved a first factor or both: to the page of the step that must follow, or signed
 * in to where the flow leads.
 * @throws ServiceError what a trigger of the pool refuses
 */
export async function continueSignIn(
  visit: Visit,
  user: User,
  proof: Proof = "first-factor",
): Promise<PageAnswer> {
  const { context } = visit;
  const step = nextStep(context, user, proof);
  switch (step.kind) {
    case "NEW_PASSWORD_REQUIRED": {
      const cookie = rememberStep(visit, "NEW_PASSWORD", { username: user.sub, delivery: null });
      return { location: pageAddress(visit, "/changePassword"), cookies: [cookie] }; // C134
    }
    case "MFA": {
      const { session } = await askFactor(context, user, { ...step, place: "PAGE" });
      return toMfaPage(visit, "/mfa", session);
    }
    case "SELECT_MFA_TYPE": {
      const session = openSelection(context, user, { ...step, place: "PAGE" });
      return toMfaPage(visit, "/mfa/select", session);
    }
    case "MFA_SETUP":
      return toMfaPage(visit, "/mfa/setup", openSetUp(context, user, "PAGE"));
    case "DONE":
      // Who came for a passkey goes on there, unless another step lay between.
      return recallStep(visit, "ADD_PASSKEY")
        ? signInBrowser(visit, user, pageAddress(visit, "/passkeys/add"))
        : signInBrowser(visit, user);
  }
}

/** The page of a step, and the cookie with its handle. */
export function toMfaPage(visit: Visit, path: string, session: string): PageAnswer {
  return { location: pageAddress(visit, path), cookies: [handleCookie(visit, session)] };
}
