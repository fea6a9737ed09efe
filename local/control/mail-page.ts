import type { Message } from "../cognito/tables/messages.ts";
import { type Answer, json } from "./answer.ts";
import { escape } from "./escape.ts";

/** Address of a mail as a page of its own. */
export function mailAddress({ id }: Message): string {
  return `/inbox/mail?id=${encodeURIComponent(id)}`;
}

/** Whether a mail program would show the message differently from its source. */
export function hasMarkup({ medium, body }: Message): boolean {
  return medium === "EMAIL" && /<[a-z!/][^>]*>/i.test(body);
}

const UNSEEN = /<!--.*?-->|<(style|script|title)\b.*?<\/\1>/gis;
const CHARACTERS: { readonly [entity: string]: string } = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&nbsp;": " ",
  "&amp;": "&",
};

/** The words of a mail, without its markup. */
export function textOfMail(body: string): string {
  return body
    .replaceAll(UNSEEN, " ")
    .replaceAll(/<[a-z!/][^>]*>/gi, " ")
    .replaceAll(/&(?:lt|gt|quot|nbsp|amp);/g, (entity) => CHARACTERS[entity] ?? entity)
    .replaceAll(/\s+/g, " ")
    .trim();
}

/**
 * A mail as a mail program shows it: its own markup, styles and images within it. It is a page of no origin that runs no
 * script, sends no form and loads nothing, whatever its author wrote.
 */
export function mailPage(message: Message | undefined): Answer {
  if (message?.medium !== "EMAIL") return json({ message: "There is no such mail." }, 404);
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(message.subject ?? "")}</title>
</head>
<body>
${message.body}
</body>
</html>`;
  return {
    status: 200,
    body,
    headers: { "content-type": "text/html; charset=utf-8", ...SECURITY },
  };
}

const SECURITY = {
  "content-security-policy": [
    "sandbox",
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
};
