import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import { recordedGraph, refusalsIn } from "./support/reviewed";

const EXAMPLES = join(__dirname, "..", "..", "examples");

const graphOf = (name: string, ...settings: readonly string[]) =>
  recordedGraph([
    "--program",
    join(EXAMPLES, name),
    ...settings.flatMap((setting) => ["--config", `${name}:${setting}`]),
  ]);

describe("the examples with data and files of users, reviewed", () => {
  for (const name of ["user-data", "user-files"]) {
    it(`${name} violates nothing mandatory of the baseline, as it is`, async () => {
      deepEqual(refusalsIn(await graphOf(name), "baseline"), []);
    });

    it(`F72–F76: ${name} violates nothing mandatory of prod in production`, async () => {
      const production = await graphOf(name, "profile=prod", "mfa=ON", "signUp=admin-only");
      deepEqual(refusalsIn(production, "prod"), []);
    });
  }
});

describe("the examples of clients, providers and routes, reviewed", () => {
  const rows: readonly [string, string][] = [
    ["sign-in", "F27–F32"],
    ["federation", "F27–F34"],
    ["machine-to-machine", "F42"],
    ["products", "F108"],
  ];
  for (const [name, features] of rows) {
    it(`${features}: ${name} violates nothing mandatory of the baseline, as it is`, async () => {
      deepEqual(refusalsIn(await graphOf(name), "baseline"), []);
    });
  }
});
