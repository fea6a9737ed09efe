import { deepEqual, equal } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompiledFiles } from "../../../local/program/compiled-files.ts";

describe("the compiler's kept output", () => {
  let directory: string;
  let made: string[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "compiled-"));
    made = [];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** As a process of its own would ask. */
  const get = (settings: string, source: string): string =>
    new CompiledFiles(directory).get("/a.ts", settings, source, () => {
      made.push(`${settings} ${source}`);
      return `${source} under ${settings}`;
    });

  it("is made once for each text", () => {
    get("ES2022", "old");
    equal(get("ES2022", "old"), "old under ES2022");
    equal(get("ES2022", "new"), "new under ES2022");
    deepEqual(made, ["ES2022 old", "ES2022 new"]);
  });

  it("is made once for each program that shares the file, whichever is evaluated in between", () => {
    for (const settings of ["ES2022", "ES2016", "ES2022", "ES2016"]) get(settings, "text");
    deepEqual(made, ["ES2022 text", "ES2016 text"]);
  });
});
