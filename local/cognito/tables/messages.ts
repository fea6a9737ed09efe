import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** A message that AWS would have sent, in the form of the control face (design 5.3). */
export interface Message {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly medium: "EMAIL" | "SMS";
  readonly to: string;
  /** Null for SMS. */
  readonly subject: string | null;
  readonly body: string;
  /** The code in it, or the temporary password of an invitation. */
  readonly code: string | null;
  readonly link: string | null;
}

/** A message that is about to be sent; `time` in milliseconds. */
export type NewMessage = Omit<Message, "id" | "time"> & { readonly time: number };

/** The messages of all pools. */
export interface MessagesTable {
  add(message: NewMessage): void;
  /** Oldest first; `to` compares without regard to case, as mail boxes do. */
  list(to?: string): readonly Message[];
}

// A clock can be moved beyond what a date, or a number of JavaScript, can be: such a time reads as the last one.
const TIME = "min(max(time, -8640000000000000), 8640000000000000) AS time";

const COLUMNS = `CAST(id AS TEXT) AS id, ${TIME}, medium, recipient AS "to", subject, body, code, link`;

type MessageRow = NewMessage & Pick<Message, "id">;

/** Prepares the statements on messages. */
export function messagesTable(database: DatabaseSync): MessagesTable {
  const add = database.prepare(
    `INSERT INTO messages (time, medium, recipient, subject, body, code, link)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const all = query<MessageRow>(database, `SELECT ${COLUMNS} FROM messages ORDER BY messages.id`);
  const to = query<MessageRow>(
    database,
    `SELECT ${COLUMNS} FROM messages WHERE recipient = ? COLLATE NOCASE ORDER BY messages.id`,
  );
  return {
    add: (message) =>
      void add.run(
        message.time,
        message.medium,
        message.to,
        message.subject,
        message.body,
        message.code,
        message.link,
      ),
    list: (recipient) => (recipient === undefined ? all.all() : to.all(recipient)).map(messageOf),
  };
}

function messageOf(row: MessageRow): Message {
  return { ...row, time: new Date(row.time).toISOString() };
}
