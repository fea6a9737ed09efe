import { createHash } from "node:crypto";
import { type Exchange, type Headers, NO_STORE, send } from "../http.ts";
import { type Html, html } from "./html.ts";
import { STYLE, STYLE_HASH } from "./style.ts";

/** A page as its author writes it; the frame adds the rest. */
export interface PageContent {
  readonly status: number;
  /** The one h1, and the document's title. */
  readonly heading: string;
  readonly body: Html;
  /** The page's one script, for what only script can do; everything else works without. */
  readonly script?: string;
}

/** Sends a page with the headers that keep it safe: no script but its own, no frame, no cache, no referrer (O077, O080). */
export function sendPage(
  { response }: Exchange,
  content: PageContent,
  options: {
    readonly language: string;
    readonly cookies?: readonly string[];
    /** Where the form's answer may redirect to. */
    readonly redirectUri?: string | undefined;
    readonly allow?: string;
  },
): void {
  const { language, cookies = [], redirectUri, allow } = options;
  const headers: Headers = {
    "content-type": "text/html;charset=UTF-8",
    "content-security-policy": contentSecurityPolicy(redirectUri, content.script),
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    ...NO_STORE,
    ...(cookies.length > 0 && { "set-cookie": cookies }),
    ...(allow !== undefined && { allow }),
  };
  send(response, { status: content.status, headers, body: documentOf(content, language).markup });
}

function documentOf({ heading, body, script }: PageContent, language: string): Html {
  const style: Html = { markup: `<style>${STYLE}</style>` };
  const code: Html | null = script ? { markup: `<script>${script}</script>` } : null;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${heading}</title>
        ${style}
      </head>
      <body>
        <main>
          <h1>${heading}</h1>
          ${body}
        </main>
        ${code}
      </body>
    </html> `;
}

function contentSecurityPolicy(
  redirectUri: string | undefined,
  script: string | undefined,
): string {
  const target = redirectUri === undefined ? [] : [formTarget(redirectUri)];
  return [
    "default-src 'none'",
    `style-src '${STYLE_HASH}'`,
    ...(script === undefined ? [] : [`script-src '${hashSource(script)}'`]),
    ["form-action 'self'", ...target].join(" "),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** The source expression of this very text and no other. */
function hashSource(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/**
 * The source expression that lets a form's answer redirect to the callback: browsers hold `form-action` against
 * redirects as well. An IPv6 address has no source expression, nor has an app's own scheme a host: there the scheme
 * stands alone.
 */
function formTarget(redirectUri: string): string {
  const url = URL.parse(redirectUri);
  if (!url) return "";
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  return isWeb && !url.hostname.startsWith("[") ? url.origin : url.protocol;
}
