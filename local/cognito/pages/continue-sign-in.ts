import { ServiceError, TEXTS } from "../errors.ts";
import { nextStep, type Proof } from "../next-step.ts";
import type { User } from "../tables/users.ts";
import { rememberStep } from "./page-data.ts";
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
  const step = nextStep(visit.context, user, proof);
  switch (step.kind) {
    case "NEW_PASSWORD_REQUIRED": {
      const cookie = rememberStep(visit, "NEW_PASSWORD", { username: user.sub, delivery: null });
      return { location: pageAddress(visit, "/changePassword"), cookies: [cookie] }; // C134
    }
    case "DONE":
      return signInBrowser(visit, user);
    default:
      throw new ServiceError("InvalidUserPoolConfigurationException", TEXTS.mfaNotServed);
  }
}
