import { deepEqual, equal, throws } from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpack } from "../../../local/functions/archive.ts";
import { readZip } from "../../../local/functions/zip.ts";
import type { ArchiveEntry } from "../../../local/program/graph.ts";
import { zip } from "./support/zipped.ts";

let directory = "";
const place = (name: string) => join(directory, name);
const write = (name: string, content: string | Buffer): string => {
  writeFileSync(place(name), content);
  return place(name);
};
const read = (name: string) => readFileSync(place(name), "utf8");
const unpackHere = (archive: Record<string, ArchiveEntry>) => unpack({ archive }, place("task"));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "archive-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("unpacking an archive", () => {
  it("writes texts and files to their paths", () => {
    unpackHere({ "index.js": { text: "a" }, "lib/deep/b.txt": { file: write("b.txt", "b") } });
    deepEqual([read("task/index.js"), read("task/lib/deep/b.txt")], ["a", "b"]);
  });

  it("links directories, the root's too", () => {
    mkdirSync(place("dist"));
    write("dist/index.js", "a");
    unpackHere({ "": { directory: place("dist") } });
    equal(lstatSync(place("task")).isSymbolicLink(), true);
    equal(read("task/index.js"), "a");
  });

  it("copies a directory that gets other files, and leaves the user's own alone", () => {
    mkdirSync(place("lib"));
    write("lib/a.js", "a");
    unpackHere({ lib: { directory: place("lib") }, "lib/b.js": { text: "b" } });
    deepEqual([read("task/lib/a.js"), read("task/lib/b.js")], ["a", "b"]);
    equal(existsSync(place("lib/b.js")), false);
  });

  it("unpacks zip archives where they stand, and keeps zip files that are files", () => {
    const file = write("code.zip", zip({ "index.js": "a", "dir/": "", "dir/b.js": "b" }));
    unpackHere({ "": { file } });
    deepEqual([read("task/index.js"), read("task/dir/b.js")], ["a", "b"]);
    rmSync(place("task"), { recursive: true });
    unpackHere({ "packed/": { file }, "data.zip": { file } });
    equal(read("task/packed/index.js"), "a");
    deepEqual(readFileSync(place("task/data.zip")), readFileSync(file));
  });

  for (const path of ["../evil.js", "a/../../evil.js", ".."]) {
    it(`refuses the path ${path}`, () => {
      throws(() => unpackHere({ [path]: { text: "x" } }), { message: /which leads out of it$/ });
      equal(existsSync(place("evil.js")), false);
    });
  }

  it("refuses a path of a zip archive that leads out, and keeps names that only look like it", () => {
    throws(() => unpackHere({ "": { file: write("evil.zip", zip({ "../evil.js": "x" })) } }), {
      message: /which leads out of it$/,
    });
    unpackHere({ "..fine.js": { text: "x" } });
    equal(read("task/..fine.js"), "x");
  });

  it("refuses steps back through a linked directory, which would reach the user's own", () => {
    mkdirSync(place("lib"));
    const archive = { lib: { directory: place("lib") }, "x/../lib/evil.js": { text: "x" } };
    throws(() => unpackHere(archive), { message: /which leads out of it$/ });
    equal(existsSync(place("lib/evil.js")), false);
  });

  it("copies a directory beside a zip archive, whose files may lie in it", () => {
    mkdirSync(place("lib"));
    const file = write("code.zip", zip({ "lib/b.js": "b" }));
    unpackHere({ lib: { directory: place("lib") }, "": { file } });
    equal(read("task/lib/b.js"), "b");
    equal(existsSync(place("lib/b.js")), false);
  });

  it("keeps absolute paths inside", () => {
    unpackHere({ "/etc/passwd": { text: "x" } });
    equal(read("task/etc/passwd"), "x");
  });

  it("says that code lies elsewhere", () => {
    const message = "its code is no archive on this machine (an image or S3 object)";
    throws(() => unpack(undefined, place("task")), { message });
    throws(() => unpack({ uri: "https://example.com/a.zip" }, place("task")), { message });
  });
});

describe("reading a zip archive", () => {
  const FILES = { "a.js": "a".repeat(5000), "dir/": "", "dir/ü.txt": "é" };
  for (const method of [0, 8] as const) {
    it(`gives the files of method ${method}`, () => {
      const files = readZip(write("x.zip", zip(FILES, method)));
      deepEqual(
        files.map(({ name, content }) => [name, content.toString()]),
        [
          ["a.js", FILES["a.js"]],
          ["dir/ü.txt", "é"],
        ],
      );
    });
  }

  it("ignores a comment at the end", () => {
    const archive = zip({ "a.js": "a" });
    archive.writeUInt16LE(5, archive.length - 2);
    equal(readZip(write("x.zip", Buffer.concat([archive, Buffer.from("hello")]))).length, 1);
  });

  const REFUSED: readonly [title: string, content: Buffer, message: RegExp][] = [
    ["no archive", Buffer.from("not a zip"), /x\.zip is not a zip archive$/],
    ["an encrypted one", zip(FILES, 8, 1), /x\.zip is encrypted$/],
    ["another compression", zip(FILES, 12), /x\.zip is compressed by method 12; use deflate$/],
    ["a truncated one", zip(FILES).subarray(40), /x\.zip is a damaged zip archive$/],
  ];
  for (const [title, content, message] of REFUSED) {
    it(`refuses ${title}`, () => {
      const file = write("x.zip", content);
      throws(() => readZip(file), { message });
    });
  }
});
