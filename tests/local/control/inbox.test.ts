import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Message } from "../../../local/cognito/tables/messages.ts";
import { dailyMailLine } from "../../../local/control/daily-mail.ts";
import { inboxPage } from "../../../local/control/inbox-page.ts";
import { mailPage, textOfMail } from "../../../local/control/mail-page.ts";

const NOON = Date.parse("2026-11-23T12:00:00Z");

const TODAY = "2 e-mails since 09:00 UTC.";

const mail = (changes: Partial<Message> = {}): Message => ({
  id: "7",
  time: "2026-11-23T11:59:00.000Z",
  medium: "EMAIL",
  to: "a@example.com",
  subject: "Your verification code",
  body: "Your verification code is 123456. ",
  code: "123456",
  link: null,
  ...changes,
});

const MARKUP =
  "<style>p { color: red }</style><p>Dear A &amp; B,</p><p>press <a href='http://localhost/x'>here</a>.</p>";

describe("the inbox", () => {
  it("C299: counts the mails since 09:00 UTC, and no text messages", () => {
    const messages = [
      mail({ time: "2026-11-23T08:59:59.999Z" }),
      mail({ time: "2026-11-23T09:00:00.000Z" }),
      mail({ medium: "SMS" }),
    ];
    assert.equal(
      dailyMailLine(messages, NOON),
      "1 e-mail since 09:00 UTC. Cognito's own mail service sends 50 a day for an account; SES sends more.",
    );
    const early = Date.parse("2026-11-23T08:59:59Z");
    assert.match(dailyMailLine([mail({ time: "2026-11-22T09:00:00.000Z" })], early), /^1 e-mail /);
  });

  it("C299, C306: does not count what a function of the pool was given to send", () => {
    const note = mail({ subject: "CustomEmailSender_SignUp" });
    assert.match(dailyMailLine([note, mail()], NOON), /^1 e-mail /);
  });

  it("C300: says what AWS answers to the mail after the fiftieth", () => {
    const fifty = Array.from({ length: 50 }, () => mail());
    assert.doesNotMatch(dailyMailLine(fifty, NOON), /LimitExceededException/);
    assert.match(dailyMailLine([...fifty, mail()], NOON), /^51 e-mails .*LimitExceededException/);
  });

  it("C273: shows the words of a mail with markup, and where it can be seen as it is", () => {
    const { body } = inboxPage([mail({ body: MARKUP })], TODAY);
    assert.ok(body.includes("<p>Dear A &amp; B, press here .</p>"));
    assert.ok(body.includes('href="/inbox/mail?id=7"'));
    assert.ok(!inboxPage([mail()], TODAY).body.includes("/inbox/mail"));
    assert.ok(
      !inboxPage([mail({ medium: "SMS", body: MARKUP })], TODAY).body.includes("/inbox/mail"),
    );
  });

  it("C299: says how many mails the day has had, escaped", () => {
    assert.ok(inboxPage([], "<2").body.includes('<p id="today" class="meta">&lt;2</p>'));
  });

  it("keeps a lesser-than sign that is no markup", () => {
    assert.equal(textOfMail("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
  });

  it("shows a mail as it is, on a page that runs and loads nothing", () => {
    const { status, body, headers } = mailPage(mail({ body: MARKUP, subject: "<b>" }));
    assert.equal(status, 200);
    assert.ok(body.includes(MARKUP));
    assert.ok(body.includes("<title>&lt;b&gt;</title>"));
    assert.match(headers["content-security-policy"] ?? "", /^sandbox; default-src 'none'; /);
  });

  it("has no page for a text message, nor for one that is not there", () => {
    assert.equal(mailPage(mail({ medium: "SMS" })).status, 404);
    assert.equal(mailPage(undefined).status, 404);
  });
});
