import assert from "node:assert/strict";
import { type LedgerArgs, ledgerProblems } from "../../../components/auth/schema-ledger";
import { layerWith } from "./support/layer";

const schemaLedger = {
  signIn: "email",
  requiredAttributes: ["name"],
  attributes: { tenant: "String", seats: "Number" },
};
const same: LedgerArgs = {
  schemaLedger,
  requiredAttributes: ["name"],
  attributes: { tenant: { type: "String", userWritable: true }, seats: { type: "Number" } },
};
const withPasskeys: LedgerArgs = {
  ...same,
  schemaLedger: { ...schemaLedger, relyingParty: "orders-login" },
  passkeys: {},
  domain: { prefix: "orders-login" },
};
const migration =
  "Put it back; or make a second AuthLayer, move the users with a userMigration trigger or " +
  "npm run users -- import, and remove this one when nobody is left.";
const missing = (entry: string) =>
  `The schema ledger lacks ${entry}, which can never be taken back: add it to the file, and commit both.`;

describe("the schema ledger", () => {
  const problems = (args: LedgerArgs) => [...ledgerProblems(args)].filter(Boolean);

  const accepted: readonly [string, LedgerArgs][] = [
    ["arguments that say the same", same],
    ["passkeys of the same pages", withPasskeys],
    ["passkeys of a name that AWS tells later", { ...same, firstFactors: ["PASSWORD"] }],
    ["passkeys that are gone", { ...withPasskeys, passkeys: undefined as never }],
    ["nothing without a ledger", { signIn: "phone" }],
    ["anything where the users may go", { ...same, signIn: "phone", lifecycle: "ephemeral" }],
  ];
  for (const [title, args] of accepted) {
    it(`F10: takes ${title}`, () => assert.deepEqual(problems(args), []));
  }

  const refused: readonly [string, LedgerArgs, string][] = [
    [
      "C336: other names to sign in with, which would replace the pool",
      { ...same, signIn: "username" },
      'signIn is "username", and the schema ledger says "email": AWS would replace the pool, and ' +
        `every user would be lost, with passwords, passkeys and sub. ${migration}`,
    ],
    [
      "C254: other required attributes",
      { ...same, requiredAttributes: [] },
      'requiredAttributes is [], and the schema ledger says ["name"]: what a new user has to ' +
        `give is fixed when the pool is made. ${migration}`,
    ],
    [
      "C254: an attribute that is gone",
      { ...same, attributes: { tenant: { type: "String" } } },
      'attributes["seats"] is in the schema ledger and no longer an argument: Cognito keeps an attribute, with its values, for ever. Put it back.',
    ],
    [
      "C337: an attribute of another type",
      { ...same, attributes: { tenant: { type: "Number" }, seats: { type: "Number" } } },
      'attributes["tenant"].type is "Number", and the schema ledger says "String": Cognito changes no attribute. Put it back, and give the new one another name.',
    ],
    [
      "a new attribute that the file lacks",
      { ...same, attributes: { ...same.attributes, plan: { type: "String" } } },
      missing('"plan": "String" under "attributes"'),
    ],
    ["a ledger without names to sign in with", { schemaLedger: {} }, missing('"signIn": "email"')],
    [
      "a ledger without required attributes",
      { schemaLedger: { signIn: "email" }, requiredAttributes: ["name"] },
      missing('"requiredAttributes": ["name"]'),
    ],
    [
      "F24: passkeys of other pages, which would lock people out",
      { ...withPasskeys, domain: { name: "login.orders.test", zoneId: "Z1" } },
      'passkeys would belong to "login.orders.test", and the schema ledger says "orders-login": everybody who signs in ' +
        "with a passkey would be locked out. Put it back, give passkeys.relyingPartyId, or write " +
        '"relyingParty": "login.orders.test" into the ledger when all of them can sign in otherwise.',
    ],
    [
      "first passkeys that the file does not name",
      { ...withPasskeys, schemaLedger },
      missing('"relyingParty": "orders-login"'),
    ],
  ];
  for (const [title, args, problem] of refused) {
    it(`refuses ${title}`, () => assert.deepEqual(problems(args), [problem]));
  }

  it("F10: is read by an AuthLayer before anything is made", async () => {
    await assert.rejects(layerWith({ schemaLedger: {} }), {
      message: missing('"signIn": "email"'),
    });
  });
});
