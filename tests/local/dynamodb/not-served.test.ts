import { deepEqual } from "node:assert/strict";
import { describe, it } from "mocha";
import { unmodelled } from "../../../local/not-served.ts";
import type { Properties } from "../../../local/program/graph.ts";
import { resource, standardGraph } from "../cognito/support/graph.ts";

const TABLE = "aws:dynamodb/table:Table";
const linesOf = (inputs: Properties): string[] =>
  unmodelled(standardGraph(resource(TABLE, "notes", { inputs }))).map((line) =>
    line.replace(`${TABLE} "notes": `, ""),
  );

describe("what of a table is not served", () => {
  const always =
    "no permissions are checked, no transactions and PartiQL statements are answered, and a failed condition does not return the item";
  const rows: readonly [string, Properties, string[]][] = [
    ["permissions and transactions", { billingMode: "PAY_PER_REQUEST" }, []],
    ["capacity", {}, ["its capacity limits nothing"]],
    [
      "streams",
      { billingMode: "PAY_PER_REQUEST", streamEnabled: true },
      ["streamEnabled: no stream is written"],
    ],
    [
      "replicas",
      { billingMode: "PAY_PER_REQUEST", replicas: [{ regionName: "eu-west-1" }] },
      ["replicas: there is one table"],
    ],
    [
      "expiry",
      { billingMode: "PAY_PER_REQUEST", ttl: { enabled: true, attributeName: "expires" } },
      ["ttl: no item is deleted by its time"],
    ],
    [
      "what it is restored from",
      { billingMode: "PAY_PER_REQUEST", restoreSourceName: "old" },
      ["it begins empty, not with what it is imported or restored from"],
    ],
  ];
  for (const [title, inputs, lines] of rows) {
    it(`F79: ${title}`, () => deepEqual(linesOf(inputs), [always, ...lines]));
  }
});
