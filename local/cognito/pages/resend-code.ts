import { ServiceError } from "../../json-api/errors.ts";
import { resendConfirmationCode } from "../sign-up/sign-up.ts";
import { confirmView } from "./confirm-user.ts";
import { forgetStep, recallStep, rememberStep } from "./page-data.ts";
import { type Page, pageAddress } from "./visit.ts";

/** `/resendcode`: a new code for the one who waits at `/confirmUser` (4.7). */
export const page: Page = {
  show: (visit) => ({ location: pageAddress(visit, "/confirmUser") }),
  submit: async (visit) => {
    const data = recallStep(visit, "CONFIRM_SIGN_UP");
    if (!data) return { location: pageAddress(visit, "/login") };
    try {
      const delivery = await resendConfirmationCode(visit.context, data.username);
      // A new code, and a new time to type it (C77).
      forgetStep(visit);
      const cookie = rememberStep(visit, "CONFIRM_SIGN_UP", { ...data, delivery });
      return {
        ...confirmView(visit, { ...data, delivery }, { isResent: true }),
        cookies: [cookie],
      };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return confirmView(visit, data, { error: error.message });
    }
  },
};
