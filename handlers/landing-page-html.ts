import { landingScript } from "./landing-page-script";
import { landingStyle } from "./landing-page-style";
import type { SignInEndpoints } from "./sign-in-endpoints";

/** What the landing page shows and hands to its script. */
export interface LandingPage {
  readonly nonce: string;
  readonly clientId: string;
  readonly signIn: SignInEndpoints;
  /** From the sign-in pages, by the query: anybody can write there. */
  readonly error: string | undefined;
  readonly description: string | undefined;
}

/** The landing page. The script reads its settings from the `main` element. */
export function renderLanding(page: LandingPage): string {
  const { clientId, signIn } = page;
  const main = `<main data-client-id="${escapeHtml(clientId)}" data-issuer="${escapeHtml(signIn.issuer)}"
  data-authorize="${escapeHtml(signIn.authorizationEndpoint)}" data-token="${escapeHtml(signIn.tokenEndpoint)}">
<header>
  <p class="eyebrow">Sign-in and a protected API</p>
  <h1>Sign in, then call the API</h1>
  <p class="lead">This page is public and holds no data. The API behind it answers callers with an access token, and nobody else.</p>
</header>
<div role="alert" id="alert"${page.error === undefined ? " hidden" : ""}>${escapeHtml(errorText(page))}</div>
<noscript><p class="card">This page signs in and calls the API from your browser, which needs JavaScript.</p></noscript>
<ol class="steps">
  <li class="card" id="step-sign-in">
    <h2>Sign in</h2>
    <p id="who">You create an account or sign in on the sign-in pages, which send you back here with a one-time code. Your browser exchanges it for tokens and keeps them in memory only.</p>
    <p class="buttons"><button type="button" id="sign-in">Sign in</button><button type="button" id="sign-out" class="quiet" hidden>Sign out</button></p>
  </li>
  <li class="card">
    <h2>Call the API</h2>
    <p><code>GET /hello</code> needs the scope <code>orders/read</code>, which this page asks for. <code>POST /orders</code> needs <code>orders/write</code>, which it does not: that answer is 403.</p>
    <p class="buttons"><button type="button" id="call">Call GET /hello</button><button type="button" id="call-forbidden" class="quiet">Call POST /orders</button></p>
    <pre id="answer" tabindex="0" aria-live="polite" aria-label="Answer of the API">No call yet.</pre>
  </li>
  <li class="card">
    <h2>Look at the token</h2>
    <p id="lifetime">The access token appears here once you have signed in.</p>
    <pre id="claims" tabindex="0" aria-label="Claims of the access token" hidden></pre>
  </li>
  <li class="card">
    <h2>Call it from your terminal</h2>
    <pre id="curl" tabindex="0" aria-label="Command line">curl -i /hello</pre>
    <p class="buttons"><button type="button" id="copy" class="quiet">Copy</button></p>
  </li>
</ol>
</main>`;
  return document(page.nonce, main, landingScript);
}

/** The page that stands in while the sign-in service cannot be reached. */
export function renderProblem(nonce: string): string {
  const main = `<main>
<header><p class="eyebrow">Sign-in and a protected API</p><h1>Sign-in is not available</h1></header>
<div role="alert" id="alert">The sign-in service did not answer. Try again in a minute; the function's log says more.</div>
</main>`;
  return document(nonce, main, "");
}

/** Text for HTML content and quoted attributes. */
function escapeHtml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

function errorText({ error, description }: LandingPage): string {
  if (error === undefined) return "";
  const detail = description === undefined ? "" : `: ${description}`;
  return `The sign-in service answered “${`${error}${detail}`.slice(0, 200)}”. Sign in again.`;
}

function document(nonce: string, main: string, script: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in, then call the API</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${landingStyle}</style>
</head>
<body>
${main}
${script === "" ? "" : `<script type="module" nonce="${nonce}">${script}</script>`}
</body>
</html>
`;
}
