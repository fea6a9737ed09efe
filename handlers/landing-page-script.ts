/**
 * The landing page's script: the code grant with PKCE (RFC 7636), then calls of the API. Tokens
 * stay in a variable: storage would hand them to any script that ever runs on this origin. A reload
 * therefore asks for a new code, which costs one redirect while the sign-in session lasts. Only
 * what has to survive the redirect (verifier, state, nonce) is in sessionStorage, and is taken out
 * on return.
 */
export const landingScript = `
const element = (id) => document.getElementById(id);
const settings = document.querySelector("main").dataset;
const PENDING = "sign-in";
const SCOPES = "openid email orders/read";
// Exactly the callback URL that the app client has: no slash at the end.
const callbackUrl = location.origin;
let tokens;

const base64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));
const sha256 = async (text) => base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
const endpoint = (path) => new URL(path, settings.authorize).href;

function fail(text) {
  element("alert").textContent = text;
  element("alert").hidden = false;
}

function claimsOf(jwt) {
  const bytes = Uint8Array.from(atob(jwt.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

async function signIn() {
  const pending = { verifier: random(), state: random(), nonce: random() };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const query = new URLSearchParams({
    response_type: "code", client_id: settings.clientId, redirect_uri: callbackUrl, scope: SCOPES,
    state: pending.state, nonce: pending.nonce,
    code_challenge: await sha256(pending.verifier), code_challenge_method: "S256",
  });
  location.assign(settings.authorize + "?" + query);
}

async function comeBack() {
  const query = new URLSearchParams(location.search);
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
  sessionStorage.removeItem(PENDING);
  // Code and state leave the address bar, the history and any Referer.
  if (location.search !== "") history.replaceState(null, "", location.pathname);
  if (query.has("error") || !query.has("code")) return;
  if (pending === null || query.get("state") !== pending.state) {
    return fail("This sign-in was not started here, or was answered already. Sign in again.");
  }
  try {
    tokens = await redeem(query.get("code"), pending);
  } catch (error) {
    return fail("The sign-in could not be completed: " + error.message + ". Sign in again.");
  }
  showSignedIn();
  await call("GET", "/hello");
}

async function redeem(code, { verifier, nonce }) {
  const answer = await fetch(settings.token, {
    method: "POST", redirect: "error", credentials: "omit", signal: AbortSignal.timeout(5000),
    body: new URLSearchParams({
      grant_type: "authorization_code", client_id: settings.clientId, redirect_uri: callbackUrl,
      code, code_verifier: verifier,
    }),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? "status " + answer.status);
  // The ID token came straight from the issuer, so its claims are checked and its signature is not
  // (OpenID Core 3.1.3.7).
  const id = claimsOf(body.id_token);
  const isMine = id.iss === settings.issuer && id.aud === settings.clientId && id.nonce === nonce;
  if (!isMine || body.token_type !== "Bearer") throw new Error("the tokens are not meant for this page");
  return body;
}

async function call(method, path) {
  const headers = tokens === undefined ? {} : { authorization: "Bearer " + tokens.access_token };
  const request = { method, headers, cache: "no-store", signal: AbortSignal.timeout(30000) };
  if (method === "POST") {
    request.body = JSON.stringify({ product: "book", quantity: 1 });
    headers["content-type"] = "application/json";
  }
  element("answer").textContent = method + " " + path + " …";
  try {
    const answer = await fetch(path, request);
    element("answer").textContent = method + " " + path + "\\n" + answer.status + " " + answer.statusText + "\\n" + pretty(await answer.text());
  } catch (error) {
    element("answer").textContent = method + " " + path + "\\nNo answer: " + error.message;
  }
}

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

function showSignedIn() {
  const claims = claimsOf(tokens.access_token);
  element("who").textContent = "Signed in as " + (claimsOf(tokens.id_token).email ?? claims.username) + ".";
  element("sign-in").hidden = true;
  element("sign-out").hidden = false;
  element("call").textContent = "Call GET /hello again";
  element("claims").hidden = false;
  element("claims").textContent = JSON.stringify(claims, null, 2);
  showCurl();
  showLifetime(claims.exp);
  setInterval(showLifetime, 1000, claims.exp);
}

function showLifetime(expiresAt) {
  const seconds = Math.max(0, Math.floor(expiresAt - Date.now() / 1000));
  const time = Math.floor(seconds / 60) + " min " + String(seconds % 60).padStart(2, "0") + " s";
  element("lifetime").textContent = seconds === 0 ? "The access token has expired: the API answers 401 now." : "The access token works for another " + time + ".";
}

function showCurl() {
  const header = tokens === undefined ? "" : " \\\\\\n  -H 'authorization: Bearer " + tokens.access_token + "'";
  element("curl").textContent = "curl -i " + location.origin + "/hello" + header;
}

async function signOut() {
  const body = new URLSearchParams({ token: tokens.refresh_token, client_id: settings.clientId });
  // Ends the refresh token as well; the session on the sign-in pages ends below, whatever this
  // answers.
  await fetch(endpoint("/oauth2/revoke"), { method: "POST", body, signal: AbortSignal.timeout(3000) }).catch(() => undefined);
  tokens = undefined;
  location.assign(endpoint("/logout") + "?" + new URLSearchParams({ client_id: settings.clientId, logout_uri: callbackUrl }));
}

async function copy() {
  await navigator.clipboard.writeText(element("curl").textContent);
  element("copy").textContent = "Copied";
}

element("sign-in").addEventListener("click", signIn);
element("sign-out").addEventListener("click", signOut);
element("call").addEventListener("click", () => call("GET", "/hello"));
element("call-forbidden").addEventListener("click", () => call("POST", "/orders"));
element("copy").addEventListener("click", copy);
showCurl();
await comeBack();
`;
