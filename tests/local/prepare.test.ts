import { equal } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const HOME = join(import.meta.dirname, "..", "..");
/** Makes a process believe that it runs on an older Node. */
const OLDER = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } });`;

describe("the entries that Node runs itself", () => {
  for (const entry of ["local/start.mjs", "local/review/run.mjs"]) {
    it(`${entry} says on an older Node what is missing`, () => {
      const preload = `data:text/javascript,${encodeURIComponent(OLDER)}`;
      const { status, stderr } = spawnSync(process.execPath, ["--import", preload, entry], {
        cwd: HOME,
        encoding: "utf8",
      });
      equal(status, 1);
      equal(
        stderr,
        'This is Node 20.19.0, and the local runtime needs Node 24 or later. npm scripts get it from the package "node", ' +
          'whose install script was not run here: run "npm rebuild node".\n',
      );
    });
  }
});
