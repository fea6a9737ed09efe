import { members, type Properties, text } from "../../program/graph.ts";
import { invalidParameter } from "../../json-api/errors.ts";

/** What Cognito puts something in for. */
interface Placeholder {
  readonly sign: string;
  readonly pattern: RegExp;
}

const CODE: Placeholder = { sign: "{####}", pattern: /\{####\}/ };
const LINK: Placeholder = { sign: "{##words of the link##}", pattern: /\{##[^#]+##\}/ };
const USERNAME: Placeholder = { sign: "{username}", pattern: /\{username\}/ };

/** What a text of the pool's messages has to hold: without it the message tells its reader nothing (C273). */
const PLACEHOLDERS: readonly {
  readonly within: readonly string[];
  readonly texts: readonly string[];
  readonly needs: readonly Placeholder[];
}[] = [
  {
    within: [],
    texts: ["emailVerificationMessage", "smsVerificationMessage", "smsAuthenticationMessage"],
    needs: [CODE],
  },
  {
    within: ["verificationMessageTemplate"],
    texts: ["emailMessage", "smsMessage"],
    needs: [CODE],
  },
  { within: ["verificationMessageTemplate"], texts: ["emailMessageByLink"], needs: [LINK] },
  {
    within: ["adminCreateUserConfig", "inviteMessageTemplate"],
    texts: ["emailMessage", "smsMessage"],
    needs: [CODE, USERNAME],
  },
  { within: ["emailMfaConfiguration"], texts: ["message"], needs: [CODE] },
];

/** The older members and those that stand for them now (C273). */
const TWINS = {
  emailVerificationMessage: "emailMessage",
  emailVerificationSubject: "emailSubject",
  smsVerificationMessage: "smsMessage",
} as const;

/** Refuses texts of messages that AWS refuses. The words of the refusals are not recorded. */
export function checkMessages(inputs: Properties): void {
  for (const { within, texts, needs } of PLACEHOLDERS) {
    const parent = within.reduce<Properties>((outer, member) => members(outer[member]), inputs);
    for (const member of texts) {
      const own = text(parent[member]);
      const missing = own ? needs.find(({ pattern }) => !pattern.test(own)) : undefined;
      if (!missing) continue;
      const path = [...within, member].join(".");
      throw invalidParameter(`${path} does not hold the placeholder ${missing.sign}.`);
    }
  }
  const template = members(inputs["verificationMessageTemplate"]);
  for (const [older, member] of Object.entries(TWINS)) {
    const [one, other] = [text(inputs[older]), text(template[member])];
    if (one && other && one !== other) {
      throw invalidParameter(`${older} and verificationMessageTemplate.${member} differ.`);
    }
  }
}
