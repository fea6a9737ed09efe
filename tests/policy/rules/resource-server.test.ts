import { type Case, describePolicy } from "../support/cases.ts";
import { set } from "../support/stack.ts";

const scopes = (...names: readonly string[]) =>
  set("orders", { scopes: names.map((scopeName) => ({ scopeName })) });

describePolicy("rs-scopes-unambiguous", [
  {
    it: "reports a name that begins with another",
    change: scopes("readonly", "write", "read"),
    says: [
      'ResourceServer "orders": scopes[0].scopeName is "readonly"; wanted: a name that does not begin with read.',
    ],
  },
  {
    it: "reports a wildcard",
    change: scopes("*"),
    says: ['ResourceServer "orders": scopes[0].scopeName is "*"; wanted: a name without *.'],
  },
  { it: "accepts names that only end alike", change: scopes("read", "proofread") },
]);

const refused = (identifier: string): Case => ({
  it: `refuses "${identifier}"`,
  change: set("orders", { identifier }),
  says: [
    `ResourceServer "orders": identifier is "${identifier}"; ` +
      "wanted: a name or an address without spaces and a last slash.",
  ],
});

describePolicy("rs-identifier-valid", [
  refused("https://orders.example.com/"),
  refused("my orders"),
  refused("/"),
  { it: "accepts an address", change: set("orders", { identifier: "https://orders.example.com" }) },
  { it: "accepts one letter", change: set("orders", { identifier: "o" }) },
]);
