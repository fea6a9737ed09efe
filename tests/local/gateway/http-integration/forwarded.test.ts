import assert from "node:assert/strict";
import { forwardedFor } from "../../../../local/gateway/http-integration/forwarded.ts";
import type { Received } from "../../../../local/gateway/received.ts";

/** `Forwarded` for a request with these headers from 192.0.2.9. */
function forwarded(byName: Readonly<Record<string, string>>, sourceIp = "192.0.2.9"): string {
  const received = { headers: { byName: { host: "api.test", ...byName }, cookies: [] }, sourceIp };
  return forwardedFor(received as unknown as Received, "198.51.100.1");
}

const own = "by=198.51.100.1;for=192.0.2.9;host=api.test;proto=https";

/** What, headers, and what stands in front of the gateway's own element. */
const rows: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["nothing", {}, ""],
  ["one address", { "x-forwarded-for": "203.0.113.5" }, "for=203.0.113.5, "],
  [
    "several",
    { "x-forwarded-for": "203.0.113.5, 203.0.113.6" },
    "for=203.0.113.5, for=203.0.113.6, ",
  ],
  [
    "host and protocol beside them",
    {
      "x-forwarded-for": "203.0.113.5",
      "x-forwarded-host": "old.test:81",
      "x-forwarded-proto": "http",
    },
    'for=203.0.113.5;host="old.test:81";proto=http, ',
  ],
  ["IPv6", { "x-forwarded-for": "2001:db8::1" }, 'for="[2001:db8::1]", '],
  ["text that would open an element", { "x-forwarded-for": 'a";for="b' }, 'for="a\\";for=\\"b", '],
  ["empty addresses", { "x-forwarded-for": ", ," }, ""],
  [
    "a Forwarded header",
    { forwarded: 'for="[::1]";proto=http,for=unknown' },
    'for="[::1]";proto=http,for=unknown, ',
  ],
  ["an open quote, which would swallow what follows", { forwarded: 'for="' }, ""],
  ["a Forwarded header that is none", { forwarded: "for=1.2.3.4:80" }, ""],
];

describe("gateway: Forwarded", () => {
  for (const [what, headers, earlier] of rows) {
    it(`H259: ${what} comes in front of the gateway's own element`, () => {
      assert.equal(forwarded(headers), earlier + own);
    });
  }

  it("T024: the last `for` is the socket's address", () => {
    const value = forwarded({ "x-forwarded-for": "127.0.0.1" }, "::1");
    assert.ok(value.endsWith('for="[::1]";host=api.test;proto=https'));
  });
});
