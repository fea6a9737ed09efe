import { type Exchange, type Headers, NO_STORE, send } from "../../exchange.ts";
import { hashSource } from "./hash-source.ts";
import { type Html, html } from "./html.ts";
import { type Look, PLAIN_LOOK } from "./look.ts";

const LOOPBACK_SOURCES = ["http://localhost:*", "http://127.0.0.1:*"];

/** A page as its author writes it; the frame adds the rest. */
export interface PageContent {
  readonly status: number;
  /** The one h1, and the document's title. */
  readonly heading: string;
  readonly body: Html;
  /** The page's one script, for what only script can do; everything else works without. */
  readonly script?: string;
  /** Where the browser goes by itself, also to where `form-action` would not let a form's answer lead. */
  readonly next?: string;
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
    readonly look?: Look | undefined;
  },
): void {
  const { language, cookies = [], redirectUri, allow, look = PLAIN_LOOK } = options;
  const headers: Headers = {
    "content-type": "text/html;charset=UTF-8",
    "content-security-policy": contentSecurityPolicy({ look, redirectUri, script: content.script }),
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    ...NO_STORE,
    ...(cookies.length > 0 && { "set-cookie": cookies }),
    ...(allow !== undefined && { allow }),
    ...(content.next !== undefined && { refresh: `0; url=${content.next}` }),
  };
  const body = documentOf(content, { language, look }).markup;
  send(response, { status: content.status, headers, body });
}

function documentOf(
  { heading, body, script }: PageContent,
  { language, look }: { readonly language: string; readonly look: Look },
): Html {
  // The visitor's language is kept (C71); the words are English, and say so to who reads them out.
  const words = language !== "en" && html` lang="en"`;
  const style: Html = { markup: `<style>${look.sheet}</style>` };
  const favicon = look.favicon !== undefined && html`<link rel="icon" href="${look.favicon}" />`;
  // The heading says what the page is; the picture above it adds nothing to hear.
  const logo = look.logo !== undefined && html`<img class="logo" src="${look.logo}" alt="" />`;
  const code: Html | null = script ? { markup: `<script>${script}</script>` } : null;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title${words}>${heading}</title>
        ${style} ${favicon}
      </head>
      <body>
        <main${words}>
          ${logo}
          <h1>${heading}</h1>
          ${body}
        </main>
        ${code}
      </body>
    </html> `;
}

function contentSecurityPolicy(page: {
  readonly look: Look;
  readonly redirectUri: string | undefined;
  readonly script: string | undefined;
}): string {
  const { look, redirectUri, script } = page;
  const hasImages =
    /url\("data:/.test(look.sheet) || look.logo !== undefined || look.favicon !== undefined;
  const targets = redirectUri === undefined ? [] : formTargets(redirectUri);
  return [
    "default-src 'none'",
    `style-src '${look.sheetHash}'`,
    ...(script === undefined ? [] : [`script-src '${hashSource(script)}'`]),
    ...(hasImages ? ["img-src data:"] : []),
    ["form-action 'self'", ...targets].join(" "),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/**
 * Where a form's answer may lead. Browsers hold `form-action` against every redirect that follows, those of the
 * application among them, whose callback may send people on to another of its origins: so these are the addresses that
 * a callback can have (C86). An IPv6 address has no source expression, nor has an app's own scheme a host: there the
 * scheme stands alone.
 */
function formTargets(redirectUri: string): readonly string[] {
  const url = URL.parse(redirectUri);
  if (!url) return [];
  const { protocol, hostname } = url;
  if (protocol !== "http:" && protocol !== "https:") return [protocol];
  return ["https:", ...(hostname.startsWith("[") ? ["http:"] : LOOPBACK_SOURCES)];
}
