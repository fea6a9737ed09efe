import { deepEqual, equal, match, throws } from "node:assert/strict";
import type { UserPool } from "../../../local/cognito/pool.ts";
import { rowFindings } from "../../../local/users/check-file.ts";
import { columnsOf } from "../../../local/users/columns.ts";
import { type Finding, findingText } from "../../../local/users/findings.ts";
import { parseUserFile, readUserFile } from "../../../local/users/user-file.ts";
import { Random } from "../gateway/support/random.ts";
import { alice, fileOf, userPool } from "./support/files.ts";

function findingsOf(of: UserPool, bytes: Uint8Array): readonly Finding[] {
  const { rows, findings } = parseUserFile(bytes, columnsOf(of));
  return [...findings, ...rowFindings(rows, of)];
}

const shown = (findings: readonly Finding[]) =>
  findings.map(({ line, column, rule }) => `${line} ${column ?? "–"}: ${rule}`);

describe("the check of a file of users", () => {
  it("C256: has the columns of Cognito's template, and the pool's own attributes", () => {
    const plan = { name: "plan", attributeDataType: "String" };
    const columns = columnsOf(userPool({ schemas: [plan] }));
    equal(columns[0], "cognito:username");
    deepEqual(columns.slice(-4), ["address", "updated_at", "custom:plan", "cognito:mfa_enabled"]);
    equal(columns.length, 22);
  });

  it("finds nothing in a file of the template's form", () => {
    const own = userPool();
    const user = alice({
      birthdate: "02/01/1985",
      address: "1 Any Street, Town",
      updated_at: "1471453471",
    });
    deepEqual(findingsOf(own, fileOf(own, user)), []);
  });

  const rowCases: readonly [string, Record<string, string>, readonly string[]][] = [
    ["no name", { "cognito:username": "" }, ["2 cognito:username: Every user has one."]],
    [
      "a name with a blank",
      { "cognito:username": "al ice@example.com" },
      ["2 cognito:username: It has no blanks.", "2 cognito:username: Username should be an email."],
    ],
    [
      "C174: a name that is another address",
      { email: "other@example.com" },
      ["2 email: It differs from cognito:username."],
    ],
    ["quotation marks", { name: '"Alice"' }, ["2 name: A value is not in quotation marks."]],
    [
      "a flag that is none",
      { phone_number_verified: "yes" },
      ["2 phone_number_verified: It is true or false."],
    ],
    [
      "a verified number that is not there",
      { phone_number_verified: "true" },
      ["2 phone_number: phone_number_verified is true, and there is none."],
    ],
    [
      "no verified address",
      { email_verified: "" },
      [
        "2 email_verified: None of the auto verified attributes is true, and the new password's code needs one.",
      ],
    ],
    [
      "a date of another form",
      { birthdate: "1985-02-01" },
      ["2 birthdate: It is a date as MM/DD/YYYY."],
    ],
    [
      "C256: a phone number of another form",
      { phone_number: "0171" },
      ["2 phone_number: Invalid phone number format."],
    ],
    [
      "a second factor that the pool does not have",
      { "cognito:mfa_enabled": "TRUE" },
      ["2 cognito:mfa_enabled: The pool has no second factor."],
    ],
  ];
  for (const [name, values, expected] of rowCases) {
    it(`finds ${name}`, () => {
      const own = userPool();
      deepEqual(shown(findingsOf(own, fileOf(own, alice(values)))), expected);
    });
  }

  it("C261: finds a required attribute that is missing", () => {
    const own = userPool({
      schemas: [{ name: "name", attributeDataType: "String", required: true }],
    });
    deepEqual(shown(findingsOf(own, fileOf(own, alice()))), ["2 name: The pool requires it."]);
  });

  it("finds the second user of a name, whatever its letters' case (C253)", () => {
    const own = userPool();
    const again = alice({ "cognito:username": "ALICE@example.com", email: "ALICE@example.com" });
    deepEqual(shown(findingsOf(own, fileOf(own, alice(), again))), ["3 email: Line 2 has it."]);
  });

  it("finds false where the pool requires a second factor", () => {
    const own = userPool({ mfaConfiguration: "ON" });
    const user = alice({ "cognito:mfa_enabled": "false" });
    deepEqual(shown(findingsOf(own, fileOf(own, user))), [
      "2 cognito:mfa_enabled: The pool requires a second factor.",
    ]);
  });

  it("quotes nobody's data", () => {
    const own = userPool();
    const user = alice({
      email: "secret@example.org",
      phone_number: "0171-secret",
      birthdate: "secret",
    });
    equal(JSON.stringify(findingsOf(own, fileOf(own, user))).includes("secret"), false);
  });

  const forms: readonly [string, (good: Buffer) => Uint8Array, string][] = [
    [
      "a byte order mark",
      (good) => Buffer.concat([Buffer.from("\uFEFF"), good]),
      "1 –: The file begins with a byte order mark.",
    ],
    ["another encoding", () => Buffer.from([0x61, 0xfc, 0x0a]), "1 –: The file is not UTF-8."],
    [
      "a column that is missing",
      (good) => Buffer.from(good.toString().replace(",gender", "")),
      "1 gender: The header lacks it.",
    ],
    [
      "a column of no attribute",
      (good) => Buffer.from(good.toString().replace(",gender", ",gender,shoe")),
      "1 shoe: The pool's schema does not have it.",
    ],
    [
      "a file without a header, and shows nothing of the user there",
      (good) => Buffer.from(good.toString().replace(/^.*\n/, "")),
      "1 –: The first line is not the header.",
    ],
    [
      "a header that is too long",
      (good) => Buffer.from(good.toString().replace("\n", `${",a".repeat(8_000)}\n`)),
      "1 –: The first line is not the header.",
    ],
    [
      "an empty line",
      (good) => Buffer.concat([good, Buffer.from("\n")]),
      "3 –: The line is empty.",
    ],
    [
      "too few values",
      (good) => Buffer.concat([good, Buffer.from("a,b\n")]),
      "3 –: It has 2 values, and the header 21.",
    ],
    [
      "a line that is too long",
      (good) => Buffer.concat([good, Buffer.alloc(16_001, "a")]),
      "3 –: The line is over 16,000 characters.",
    ],
  ];
  for (const [name, spoil, expected] of forms) {
    it(`finds ${name}`, () => {
      const own = userPool();
      deepEqual(shown(findingsOf(own, spoil(Buffer.from(fileOf(own, alice()))))), [expected]);
    });
  }

  it("reads whatever bytes there are, and says something of each line", () => {
    const own = userPool({
      usernameAttributes: [],
      aliasAttributes: ["email", "preferred_username"],
    });
    const [header = ""] = Buffer.from(fileOf(own)).toString().split("\n");
    const random = new Random(4);
    for (let turn = 0; turn < 300; turn += 1) {
      const lines = random.list(4, () => random.list(22, () => random.text(8)).join(","));
      const bytes = random.once(3) ? random.bytes(200) : Buffer.from([header, ...lines].join("\n"));
      for (const { line } of findingsOf(own, bytes)) equal(line >= 1, true);
    }
  });

  it("G051: shows a column's name without what it could do to a terminal", () => {
    const finding = { line: 1, column: "\u001b[2J", rule: "Unknown.", fix: "Remove it." };
    equal(
      findingText("users.csv", finding),
      String.raw`users.csv:1: \u001b[2J: Unknown. Remove it.`,
    );
  });

  it("takes line ends of every system", () => {
    const own = userPool();
    const text = Buffer.from(fileOf(own, alice())).toString();
    deepEqual(findingsOf(own, Buffer.from(text.replaceAll("\n", "\r\n"))), []);
  });

  it("says that a file cannot be read", () => {
    throws(
      () => readUserFile("/no/such/file.csv", columnsOf(userPool())),
      (error: Error) => {
        match(error.message, /^\/no\/such\/file\.csv: ENOENT/);
        return error.name === "OptionError";
      },
    );
  });
});
