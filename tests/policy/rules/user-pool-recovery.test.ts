import type { Value } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { all, set } from "../support/stack.ts";

const MECHANISMS = "accountRecoverySetting.recoveryMechanisms";
const recovery = (...mechanisms: readonly Value[]) => set("pool", { [MECHANISMS]: mechanisms });
const BY_PHONE = { name: "verified_phone_number", priority: 1 };
const BY_PHONE_NEXT = { name: "verified_phone_number", priority: 2 };
const BY_MAIL = { name: "verified_email", priority: 1 };
const BY_MAIL_NEXT = { name: "verified_email", priority: 2 };
const noSecondFactor = set("pool", { mfaConfiguration: "OFF" });

describePolicy("cog-recovery-safe", [
  {
    it: "refuses the default of a pool that sends SMS: the phone first",
    change: set("pool", { accountRecoverySetting: undefined }),
    says: [
      `UserPool "pool": ${MECHANISMS} is not set; wanted: verified_email first, or admin_only.`,
    ],
  },
  {
    it: "accepts the default of a pool that sends none",
    change: set("pool", { accountRecoverySetting: undefined, smsConfiguration: undefined }),
  },
  {
    it: "refuses SMS where it is a second factor",
    change: recovery(BY_MAIL, BY_PHONE_NEXT),
    says: [
      `UserPool "pool": ${MECHANISMS}[1].name is "verified_phone_number"; wanted: no SMS, which is a second factor too.`,
    ],
  },
  {
    it: "refuses the phone first, wherever it stands in the list",
    change: all(noSecondFactor, recovery(BY_MAIL_NEXT, BY_PHONE)),
    says: [
      `UserPool "pool": ${MECHANISMS}[1].name is "verified_phone_number"; wanted: verified_email first, or admin_only.`,
    ],
  },
  {
    it: "accepts the phone after the e-mail, where it is no factor",
    change: all(noSecondFactor, recovery(BY_PHONE_NEXT, BY_MAIL)),
  },
  { it: "accepts an administrator", change: recovery({ name: "admin_only", priority: 1 }) },
]);
