import { offeredFactors } from "../sign-in/first-factors.ts";
import type { CodeFactor, FirstFactor } from "../sign-in/sign-in-policy.ts";
import { type Html, html } from "./html.ts";
import type { Visit } from "./visit.ts";

/**
 * The first factors that the pages offer: choices exist in managed login only (C120), for a client that may choose how
 * to sign in (C265).
 */
export function pageFactors({ context }: Visit): ReadonlySet<FirstFactor> {
  const mayChoose = context.pool.domain?.version === 2 && context.client.flows.has("USER_AUTH");
  return mayChoose ? offeredFactors(context) : new Set(["PASSWORD"]);
}

const LABELS: { readonly [factor in CodeFactor]: string } = {
  EMAIL_OTP: "Email me a code",
  SMS_OTP: "Text me a code",
};

/** Buttons for the codes that the pool sends, in a form that knows the user name. They need no password. */
export function codeButtons(visit: Visit): readonly Html[] {
  const offered = pageFactors(visit);
  return (["EMAIL_OTP", "SMS_OTP"] as const)
    .filter((factor) => offered.has(factor))
    .map(
      (factor) =>
        html`<button type="submit" class="plain" name="factor" value="${factor}" formnovalidate>
          ${LABELS[factor]}
        </button>`,
    );
}

/** The code that a form asks for, if the pages offer it. */
export function chosenCode(visit: Visit, factor: string | undefined): CodeFactor | undefined {
  const offered = pageFactors(visit);
  return (["EMAIL_OTP", "SMS_OTP"] as const).find(
    (candidate) => candidate === factor && offered.has(candidate),
  );
}
