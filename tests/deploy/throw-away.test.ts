import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { describe, it } from "mocha";
import {
  expiryOf,
  expiryOutput,
  hoursOf,
  newPassword,
  throwAwayConfig,
} from "../../deploy/throw-away.ts";

describe("the life of a throw-away stack", () => {
  it("is given in minutes, hours or days", () => {
    deepEqual(["90m", "48h", "7d", "30d"].map(hoursOf), [1.5, 48, 168, 720]);
  });

  for (const text of ["", "0h", "48", "1w", "-1h", "1.5h", "31d", "999999d"]) {
    it(`is not ${JSON.stringify(text)}`, () => equal(hoursOf(text), undefined));
  }

  it("ends at a full hour, never sooner than asked", () => {
    const now = new Date("2026-11-23T09:10:11.123Z");
    equal(expiryOf(now, 48), "2026-11-25T10:00:00Z");
    equal(expiryOf(new Date("2026-11-23T09:00:00.000Z"), 1), "2026-11-23T10:00:00Z");
  });

  it("is read from the output that the program makes of it, and from nothing else", () => {
    deepEqual(expiryOutput("2026-11-25T10:00:00Z"), new Date("2026-11-25T10:00:00Z"));
    for (const value of [undefined, "never", "", "[secret]", 0, {}, "2026-13-01T00:00:00Z"]) {
      equal(expiryOutput(value), undefined);
    }
  });
});

describe("the configuration of a throw-away stack", () => {
  it("lifts the locks, gives the test user's tokens scopes, tags everything with the expiry, and names the sites", () => {
    deepEqual(
      throwAwayConfig({
        expiresAt: "2026-11-25T10:00:00Z",
        sites: ["https://pr-12.example.com"],
        testUserPassword: "a password",
        project: "secure-api",
        stack: "pr-12",
      }),
      {
        lifecycle: { value: "ephemeral" },
        sdkSignIn: { value: "true" },
        expiresAt: { value: "2026-11-25T10:00:00Z" },
        "aws:defaultTags.tags.project": { value: "secure-api" },
        "aws:defaultTags.tags.stack": { value: "pr-12" },
        "aws:defaultTags.tags.expiresAt": { value: "2026-11-25T10:00:00Z" },
        "sites[0]": { value: "https://pr-12.example.com" },
        testUserPassword: { value: "a password", secret: true },
      },
    );
  });

  it("has another password each time, with all kinds of characters", () => {
    const password = newPassword();
    match(password, /^[\w-]{32}-aA1$/);
    notEqual(password, newPassword());
  });
});
