import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { administer, attributeInputs } from "../support/administration.ts";
import { client, domain, graphOf, pool, WEB_ID } from "../support/graph.ts";
import { call, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const PHONE = "+15555550123";

describe("templates of messages", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  const start = async (inputs: Properties, clientInputs: Properties = {}) => {
    pools = await serve(graphOf(pool(inputs), domain(), client(clientInputs)));
  };
  const signUp = (attributes: Readonly<Record<string, string>> = {}) =>
    call(pools, "SignUp", {
      ClientId: WEB_ID,
      Username: EMAIL,
      Password: PASSWORD,
      UserAttributes: attributeInputs(attributes),
    });
  const last = (to: string) => pools.store.messages(to).at(-1);

  it("C273: a link mail has the pool's subject, and the link behind the pool's words", async () => {
    await start({
      verificationMessageTemplate: {
        defaultEmailOption: "CONFIRM_WITH_LINK",
        emailSubjectByLink: "Welcome",
        emailMessageByLink: "<p>Please {##confirm {now}##}, or {##again##}</p>",
        emailMessage: "{####}",
      },
    });
    const { body } = await signUp();
    const { subject, body: text, link, code } = last(EMAIL) ?? {};
    assert.deepEqual([subject, code], ["Welcome", null]);
    const url = new URL(link ?? "");
    assert.equal(url.origin + url.pathname, `${pools.origin}/confirmUser`);
    assert.equal(url.searchParams.get("client_id"), WEB_ID);
    assert.equal(url.searchParams.get("user_name"), body["UserSub"]);
    const href = link?.replaceAll("&", "&amp;");
    assert.equal(
      text,
      `<p>Please <a href="${href}">confirm {now}</a>, or <a href="${href}">again</a></p>`,
    );
  });

  it("C273: a forgotten password is answered by code where sign-up goes by link", async () => {
    await start({
      verificationMessageTemplate: {
        defaultEmailOption: "CONFIRM_WITH_LINK",
        emailMessage: "Use {####}",
        emailSubject: "Code",
      },
    });
    await signUp();
    await fetch(last(EMAIL)?.link ?? "");
    await call(pools, "ForgotPassword", { ClientId: WEB_ID, Username: EMAIL });
    const { subject, body, code } = last(EMAIL) ?? {};
    assert.deepEqual([subject, body], ["Code", `Use ${code}`]);
  });

  for (const [name, inputs] of Object.entries({
    template: { verificationMessageTemplate: { smsMessage: "SMS {####}" } },
    "older member": { smsVerificationMessage: "SMS {####}" },
  })) {
    it(`C273: a text message has the pool's words: ${name}`, async () => {
      await start({ autoVerifiedAttributes: ["phone_number"], ...inputs });
      await signUp({ phone_number: PHONE });
      const { medium, subject, body, code } = last(PHONE) ?? {};
      assert.deepEqual([medium, subject, body], ["SMS", null, `SMS ${code}`]);
    });
  }

  it("C273: the older members hold for mails as well", async () => {
    const older = { emailVerificationMessage: "Old {####}", emailVerificationSubject: "Old" };
    await start(older);
    await signUp();
    const { subject, body, code } = last(EMAIL) ?? {};
    assert.deepEqual([subject, body], ["Old", `Old ${code}`]);
  });

  for (const [medium, to] of [
    ["EMAIL", EMAIL],
    ["SMS", PHONE],
  ] as const) {
    it(`C273, C234: an invitation by ${medium} has the pool's words, name and password`, async () => {
      const inviteMessageTemplate = {
        emailSubject: "Join us",
        emailMessage: "EMAIL {username} {####}",
        smsMessage: "SMS {username} {####}",
      };
      await start({ adminCreateUserConfig: { inviteMessageTemplate } });
      await administer(pools, "AdminCreateUser", {
        Username: EMAIL,
        UserAttributes: attributeInputs({ phone_number: PHONE }),
        DesiredDeliveryMediums: [medium],
        TemporaryPassword: "Pass{username}1!",
      });
      const { subject, body } = last(to) ?? {};
      const expected = `${medium} ${EMAIL} Pass{username}1!`;
      assert.deepEqual([subject, body], [medium === "EMAIL" ? "Join us" : null, expected]);
    });
  }
});
