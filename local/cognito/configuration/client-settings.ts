import { members, type Properties, texts } from "../../program/graph.ts";
import { readLifetimes, type TokenLifetimes } from "../client.ts";
import { invalidParameter, ServiceError } from "../../json-api/errors.ts";

const MINUTE = 60;
const DAY = 86_400;

/**
 * Refuses settings of an app client that AWS refuses, whatever its pool holds.
 * @param inputs in the provider's form
 * @throws ServiceError with the operations' own names
 */
export function checkClientSettings(inputs: Properties, hasSecret: boolean): void {
  checkFlows(inputs);
  if (inputs["enablePropagateAdditionalUserContextData"] === true && !hasSecret) {
    // C279, text not recorded
    throw invalidParameter("EnablePropagateAdditionalUserContextData needs a client secret.");
  }
  checkOauth(inputs, hasSecret);
  checkAddresses(inputs);
  checkLifetimes(readLifetimes(inputs));
}

// C185, C36
function checkFlows(inputs: Properties): void {
  const flows = texts(inputs["explicitAuthFlows"]);
  const current = flows.filter((flow) => flow.startsWith("ALLOW_"));
  if (current.length > 0 && current.length < flows.length) {
    throw invalidParameter("ExplicitAuthFlows may not mix values with and without ALLOW_.");
  }
  if (flows.includes("ALLOW_CLIENT_TOKEN_AUTH") && flows.length > 1) {
    // Text not recorded.
    throw invalidParameter("ALLOW_CLIENT_TOKEN_AUTH cannot be combined with other flows.");
  }
  const rotates = members(inputs["refreshTokenRotation"])["feature"] === "ENABLED";
  if (rotates && flows.includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    throw invalidParameter(
      "Refresh token rotation cannot be enabled with ALLOW_REFRESH_TOKEN_AUTH.",
    );
  }
}

// C88, C276
function checkOauth(inputs: Properties, hasSecret: boolean): void {
  const flows = texts(inputs["allowedOauthFlows"]);
  if (flows.includes("client_credentials") && flows.length > 1) {
    throw wrongFlow(
      "client_credentials flow can not be selected along with code flow or implicit flow.",
    );
  }
  if (flows.includes("client_credentials") && !hasSecret) {
    throw wrongFlow(
      "client_credentials flow can not be selected if client does not have a client secret.",
    );
  }
  const redirects = flows.includes("code") || flows.includes("implicit");
  const isOn = inputs["allowedOauthFlowsUserPoolClient"] === true;
  if (isOn && redirects && texts(inputs["callbackUrls"]).length === 0) {
    throw invalidParameter("CallbackURLs are required for code and implicit flows."); // C88
  }
}

function wrongFlow(text: string): ServiceError {
  return new ServiceError("InvalidOAuthFlowException", text);
}

// C86
function checkAddresses(inputs: Properties): void {
  const callbacks = texts(inputs["callbackUrls"]);
  const bad = [...callbacks, ...texts(inputs["logoutUrls"])].find((url) => !isAddress(url));
  if (bad !== undefined) throw invalidParameter(`${bad} is not a valid callback or logout URL.`);
  const standard = inputs["defaultRedirectUri"];
  if (typeof standard === "string" && standard !== "" && !callbacks.includes(standard)) {
    throw invalidParameter("DefaultRedirectURI has to be one of the CallbackURLs.");
  }
}

const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

// Schemes that browsers themselves know: none is an app's own.
const BROWSER_SCHEMES = ["about:", "blob:", "data:", "file:", "ftp:", "javascript:", "vbscript:"];

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url || text.includes("#") || BROWSER_SCHEMES.includes(url.protocol)) return false;
  const isWeb = url.protocol === "http:" || url.protocol === "https:";
  // `http:localhost/cb` is read as a path by a browser that is at an http address already.
  if (isWeb && !/^https?:\/\/[^/]/i.test(text)) return false;
  return url.protocol !== "http:" || LOCAL_HOSTS.includes(url.hostname);
}

// C29, C30
function checkLifetimes({ access, id, refresh }: TokenLifetimes): void {
  const short = [access, id].some((life) => life < 5 * MINUTE || life > DAY);
  if (short || refresh < 60 * MINUTE || refresh > 3650 * DAY) {
    throw invalidParameter("Invalid range for token validity.");
  }
  if (access > refresh || id > refresh) {
    throw invalidParameter("Access and ID tokens cannot live longer than the refresh token.");
  }
}
