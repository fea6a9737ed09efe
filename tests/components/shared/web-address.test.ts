import assert from "node:assert/strict";
import { callbackFault, isLoopback, originFault } from "../../../components/shared/web-address";

const SECURE = "must start with https:// (plain http only for localhost, 127.0.0.1 and [::1])";
const REVERSED = "or with a reverse domain name of yours, such as com.example.app:/callback";

describe("origins", () => {
  for (const origin of [
    "https://app.example.com",
    "https://a.b:8443",
    "http://localhost:5173",
    "http://127.0.0.1",
    "http://[::1]:3000",
  ]) {
    it(`takes ${origin}`, () => assert.equal(originFault(origin), undefined));
  }

  const bad: readonly [string, string][] = [
    ["*", "must be an origin such as https://app.example.com"],
    ["null", "must be an origin such as https://app.example.com"],
    ["app.example.com", "must be an origin such as https://app.example.com"],
    ["https://a.b ", "must be an origin such as https://app.example.com"],
    ["https://*.a.b", "must name one site, without a wildcard"],
    ["http://app.example.com", SECURE],
    ["https://a.b/", "must be an origin, without path or trailing slash: https://a.b"],
    ["https://a.b/path", "must be an origin, without path or trailing slash: https://a.b"],
    ["https://A.b", "must be an origin, without path or trailing slash: https://a.b"],
    ["https://user@a.b", "must be an origin, without path or trailing slash: https://a.b"],
    ["https://a.b:443", "must be an origin, without path or trailing slash: https://a.b"],
  ];
  for (const [origin, fault] of bad) {
    it(`refuses ${JSON.stringify(origin)}`, () => assert.equal(originFault(origin), fault));
  }
});

describe("callback URLs", () => {
  const good: readonly [string, "web" | "native"][] = [
    ["https://a.b", "web"],
    ["https://a.b/", "web"],
    ["https://a.b/signed-in?from=web", "web"],
    ["http://localhost:3000/callback", "web"],
    ["http://[::1]:3000", "web"],
    ["com.example.app:/callback", "native"],
    ["com.example.app://callback", "native"],
  ];
  for (const [url, kind] of good) {
    it(`C86: takes ${url} for ${kind}`, () => assert.equal(callbackFault(url, kind), undefined));
  }

  const bad: readonly [string, "web" | "native", string][] = [
    ["/callback", "web", "must be an absolute URL"],
    ["//a.b/callback", "web", "must be an absolute URL"],
    ["https://a.b/ ", "web", "must be an absolute URL"],
    ["https://a.b\\evil", "web", "must be an absolute URL"],
    [`https://a.b/${"x".repeat(1_024)}`, "web", "must have at most 1024 characters"],
    ["https://*.a.b/callback", "web", "must be exact: Cognito knows no wildcards"],
    ["https://a.b/#top", "web", "must not have a fragment"],
    ["https://user:secret@a.b/", "web", "must not hold a user name or password"],
    ["https://example.com/callback", "web", "is a placeholder: name your own site"],
    ["https://www.example.org", "web", "is a placeholder: name your own site"],
    ["http://a.b/callback", "web", SECURE],
    ["http://localhost.evil.test/", "web", SECURE],
    ["javascript:alert(1)", "web", SECURE],
    ["com.example.app:/callback", "web", SECURE],
    ["myapp://callback", "native", `${SECURE}, ${REVERSED}`],
    ["https://A.B/callback", "web", "must be written as a browser sends it: https://a.b/callback"],
    ["https://a.b/x/../y", "web", "must be written as a browser sends it: https://a.b/y"],
  ];
  for (const [url, kind, fault] of bad) {
    it(`refuses ${JSON.stringify(url.slice(0, 40))} for ${kind}`, () => {
      assert.equal(callbackFault(url, kind), fault);
    });
  }
});

describe("loopback addresses", () => {
  const cases: readonly [string, boolean][] = [
    ["http://localhost:3000", true],
    ["https://127.0.0.1", true],
    ["http://[::1]", true],
    ["https://localhost.evil.test", false],
    ["nonsense", false],
  ];
  for (const [url, expected] of cases) {
    it(`${url} is ${expected ? "one" : "none"}`, () => assert.equal(isLoopback(url), expected));
  }
});
