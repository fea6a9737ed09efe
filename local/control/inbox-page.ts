import { createHash } from "node:crypto";
import type { Message } from "../cognito/tables/messages.ts";
import type { Answer } from "./answer.ts";
import { escape } from "./escape.ts";
import { hasMarkup, mailAddress, textOfMail } from "./mail-page.ts";

/**
 * The inbox as a page. It asks for itself every two seconds and swaps what has changed.
 * @param today what the day's mails would be to AWS
 */
export function inboxPage(messages: readonly Message[], today: string): Answer {
  const list = [...messages].reverse().map(messageCard).join("\n");
  const empty = `<p class="empty">No messages yet. Sign up, and the code arrives here.</p>`;
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inbox</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Inbox</h1>
<p class="lead">What the user pools would have sent by e-mail and SMS. Nothing leaves this machine.</p>
<p id="today" class="meta">${escape(today)}</p>
<div id="messages" role="log" aria-live="polite">${list || empty}</div>
</main>
<script>${SCRIPT}</script>
</body>
</html>`;
  return {
    status: 200,
    body,
    headers: { "content-type": "text/html; charset=utf-8", ...SECURITY },
  };
}

function messageCard(message: Message): string {
  const code =
    message.code === null ? "" : `<p class="code"><code>${escape(message.code)}</code></p>`;
  const link =
    message.link === null
      ? ""
      : `<p><a href="${escape(message.link)}">${escape(message.link)}</a></p>`;
  return `<article>
<h2>${escape(message.subject ?? message.medium)}</h2>
<p class="meta">${message.medium === "SMS" ? "SMS" : "E-mail"} to <strong>${escape(message.to)}</strong> · <time datetime="${message.time}">${message.time.slice(0, 19).replace("T", " ")} UTC</time></p>
${code}${bodyOf(message)}${link}
</article>`;
}

/** What the message says. A mail with markup shows its text here, and itself on a page of its own. */
function bodyOf(message: Message): string {
  if (!hasMarkup(message)) return `<p>${escape(message.body)}</p>`;
  return `<p>${escape(textOfMail(message.body))}</p>
<p><a href="${mailAddress(message)}">Show as a mail program does<span class="unseen">: ${escape(message.subject ?? "")}, message ${message.id}</span></a></p>`;
}

const STYLE = `
:root { color-scheme: light dark; --ground: #f5f6f8; --card: #fff; --ink: #1b2330; --soft: #566073; --line: #d9dee7; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --card: #1b212b; --ink: #e9edf4; --soft: #a8b2c3; --line: #323b49; --accent: #7ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; }
.lead, .meta, .empty { color: var(--soft); }
.lead { margin: .25rem 0 1.5rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.25rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0; }
.meta { font-size: .875rem; margin: .125rem 0 .75rem; }
.code code { display: inline-block; font: 600 1.5rem/1.2 ui-monospace, monospace; letter-spacing: .12em; padding: .35rem .75rem; border: 1px solid var(--line); border-radius: 8px; user-select: all; }
p { margin: .5rem 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
a { color: var(--accent); }
`;

const SCRIPT = `
setInterval(async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["today", "messages"]) {
      const [shown, fresh] = [document, page].map((one) => one.getElementById(id));
      if (fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
    }
  } catch {}
}, 2000);
`;

const SECURITY = {
  "content-security-policy": [
    "default-src 'none'",
    `style-src '${hash(STYLE)}'`,
    `script-src '${hash(SCRIPT)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
};

function hash(source: string): string {
  return `sha256-${createHash("sha256").update(source).digest("base64")}`;
}
