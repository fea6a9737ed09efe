import type { Message } from "../cognito/tables/messages.ts";

/** What Cognito's own mail service sends in a day for all pools of an account (C299). */
const DAILY_MAILS = 50;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What a function of the pool sends is none of its mails (C306). */
const SENT_BY_FUNCTION = /^CustomEmailSender_/;
/** The quota begins anew at 09:00 UTC (C299). */
const RESET = 9 * HOUR;

/** How many mails went out since 09:00 UTC, and what AWS would say to that. Nothing is refused here. */
export function dailyMailLine(messages: readonly Message[], now: number): string {
  const start = Math.floor((now - RESET) / DAY) * DAY + RESET;
  const sent = messages.filter(
    ({ medium, subject, time }) =>
      medium === "EMAIL" && !SENT_BY_FUNCTION.test(subject ?? "") && Date.parse(time) >= start,
  ).length;
  const count = `${sent} ${sent === 1 ? "e-mail" : "e-mails"} since 09:00 UTC. `;
  if (sent <= DAILY_MAILS)
    return `${count}Cognito's own mail service sends ${DAILY_MAILS} a day for an account; SES sends more.`;
  return (
    `${count}Cognito's own mail service stops at ${DAILY_MAILS} a day for an account: ` +
    "there the operation answers LimitExceededException. Send through SES."
  );
}
