import { deepEqual } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourceView } from "../../../local/control/graph-view.ts";
import { zip } from "../functions/support/zipped.ts";
import { resource } from "../gateway/support/graph.ts";

describe("GET /graph, archives", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "graph-view-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** What is shown of an archive with this file at this path. */
  function shown(path: string, content: Buffer | string): unknown {
    const file = join(directory, "code.zip");
    writeFileSync(file, content);
    const code = { archive: { [path]: { file } } };
    return resourceView(resource("aws:lambda/function:Function", "f", "f", { code })).inputs[
      "code"
    ];
  }

  it("design 5.3: shows a zip archive by its files", () => {
    const packed = zip({ "index.js": "a", "lib/b.js": "b" });
    deepEqual(shown("", packed), {
      archive: { "index.js": { text: "a" }, "lib/b.js": { text: "b" } },
    });
    deepEqual(shown("dep/", packed), {
      archive: { "dep/index.js": { text: "a" }, "dep/lib/b.js": { text: "b" } },
    });
  });

  it("shows a file that is no zip archive as it is", () => {
    deepEqual(shown("", "tarred"), { archive: { "": { text: "tarred" } } });
    deepEqual(shown("code.zip", "text"), { archive: { "code.zip": { text: "text" } } });
  });
});
