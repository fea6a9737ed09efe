import { equal, match } from "node:assert/strict";
import { engineEnvironment } from "../../deploy/engine-environment.ts";

const LEAN_RUNNER = String.raw`--import file:///.*/local/program/lean-runner\.mjs$`;

describe("the environment of the engine", () => {
  it("has the program's runner loaded lean", () => {
    match(engineEnvironment({}).NODE_OPTIONS ?? "", new RegExp(`^${LEAN_RUNNER}`));
  });

  it("keeps what Node is told already", () => {
    const options = engineEnvironment({ NODE_OPTIONS: "--no-warnings" }).NODE_OPTIONS ?? "";
    match(options, new RegExp(`^--no-warnings ${LEAN_RUNNER}`));
  });

  it("quotes nothing: an address has no blanks", () => {
    equal((engineEnvironment({}).NODE_OPTIONS ?? "").split(" ").length, 2);
  });
});
