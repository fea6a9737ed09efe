import type { DatabaseSync } from "node:sqlite";

const MINUTE = 60_000;
const DAY = 86_400_000;

// Expired rows stay for a while: "has expired" is another answer than "is unknown" (C188, C189).
const RULES: readonly { readonly sql: string; readonly keep: number }[] = [
  { sql: "DELETE FROM codes WHERE expires < ?", keep: DAY },
  { sql: "DELETE FROM challenges WHERE expires < ?", keep: DAY },
  { sql: "DELETE FROM authorization_codes WHERE expires < ?", keep: 0 },
  { sql: "DELETE FROM browser_sessions WHERE expires < ?", keep: 0 },
  { sql: "DELETE FROM sessions WHERE expires < ?", keep: 30 * DAY },
  { sql: "DELETE FROM attempts WHERE started < ?", keep: DAY },
  { sql: "DELETE FROM lockouts WHERE last_failure < ?", keep: DAY },
];

// Names that nobody has can be made up without end: the latest stay, and the locks that last longest (C144).
const STRANGERS_KEPT = 10_000;
const STRANGERS = [
  { table: "codes", latest: "expires" },
  { table: "attempts", latest: "started" },
  { table: "lockouts", latest: "max(locked_until, last_failure)" },
].map(
  ({ table, latest }) =>
    `DELETE FROM ${table} WHERE (pool, subject) IN (
       SELECT pool, subject FROM ${table} WHERE subject LIKE '?%'
       ORDER BY ${latest} DESC LIMIT -1 OFFSET ${STRANGERS_KEPT})`,
);

// Whoever asks becomes one guest more: the latest stay.
const GUESTS_KEPT = 10_000;

// A development inbox: enough to look back, not enough to fill a disk.
const MESSAGES_KEPT = 10_000;

/** Makes the function that deletes what expired, at most once a minute of the runtime's clock. */
export function createSweep(database: DatabaseSync): (now: number) => void {
  const rules = RULES.map(({ sql, keep }) => ({ statement: database.prepare(sql), keep }));
  const strangers = STRANGERS.map((sql) => database.prepare(sql));
  const guests = database.prepare(
    `DELETE FROM identities WHERE id IN (
       SELECT id FROM identities WHERE is_guest = 1 ORDER BY created DESC LIMIT -1 OFFSET ${GUESTS_KEPT})`,
  );
  const messages = database.prepare(
    `DELETE FROM messages WHERE id <= (SELECT max(id) FROM messages) - ${MESSAGES_KEPT}`,
  );
  let last = -Infinity;
  return (now) => {
    // The clock can be set back: a difference in either direction counts.
    if (Math.abs(now - last) < MINUTE) return;
    last = now;
    for (const { statement, keep } of rules) statement.run(now - keep);
    for (const statement of strangers) statement.run();
    guests.run();
    messages.run();
  };
}
