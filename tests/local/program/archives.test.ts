import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import * as lambda from "@pulumi/aws/lambda/index.js";
import * as s3 from "@pulumi/aws/s3/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Value } from "../../../local/program/graph.ts";
import { named } from "./support/programs.ts";
import { recordProgram } from "./support/recording.ts";

const { AssetArchive, FileArchive, FileAsset, RemoteArchive, RemoteAsset, StringAsset } =
  pulumi.asset;

/** How the `code` of a function is recorded. */
async function recordedCode(code: pulumi.asset.Archive): Promise<Value | undefined> {
  const { resources } = await recordProgram(() => {
    new lambda.Function("fn", { role: "arn:aws:iam::123456789012:role/r", code });
  });
  return named(resources, "fn").inputs["code"];
}

/** Archives as programs write them, with their recorded entries; paths are of this directory. */
const ARCHIVES: readonly [string, pulumi.asset.Archive, Record<string, object>][] = [
  [
    "texts",
    new AssetArchive({ "index.js": new StringAsset("a"), "b/c.js": new StringAsset("c") }),
    {
      "index.js": { text: "a" },
      "b/c.js": { text: "c" },
    },
  ],
  [
    "files",
    new AssetArchive({ "data.zip": new FileAsset("data.zip") }),
    {
      "data.zip": { file: join(process.cwd(), "data.zip") },
    },
  ],
  ["a directory", new FileArchive("/srv/dist"), { "": { directory: "/srv/dist" } }],
  ["a zip file", new FileArchive("/srv/code.zip"), { "": { file: "/srv/code.zip" } }],
  [
    "archives in archives, each under its path",
    new AssetArchive({
      lib: new FileArchive("/srv/lib"),
      packed: new FileArchive("/srv/packed.zip"),
      own: new AssetArchive({
        "a.js": new StringAsset("a"),
        deep: new FileArchive("/srv/deep.zip"),
      }),
    }),
    {
      lib: { directory: "/srv/lib" },
      "packed/": { file: "/srv/packed.zip" },
      "own/a.js": { text: "a" },
      "own/deep/": { file: "/srv/deep.zip" },
    },
  ],
];

describe("archives of a recording", () => {
  for (const [title, archive, entries] of ARCHIVES) {
    it(`hold ${title}`, async () => deepEqual(await recordedCode(archive), { archive: entries }));
  }

  it("are named by their address when they lie elsewhere", async () => {
    const archive = new RemoteArchive("https://example.com/code.zip");
    deepEqual(await recordedCode(archive), { uri: "https://example.com/code.zip" });
  });

  it("leave single assets what they are", async () => {
    const { resources } = await recordProgram(() => {
      const bucket = "b";
      new s3.BucketObjectv2("text", { bucket, source: new StringAsset("hello") });
      new s3.BucketObjectv2("file", { bucket, source: new FileAsset("/srv/a.txt") });
      new s3.BucketObjectv2("remote", {
        bucket,
        source: new RemoteAsset("https://example.com/a"),
      });
    });
    const source = (name: string) => named(resources, name).inputs["source"];
    deepEqual(source("text"), { asset: { text: "hello" } });
    deepEqual(source("file"), { asset: { file: "/srv/a.txt" } });
    deepEqual(source("remote"), { asset: { uri: "https://example.com/a" } });
  });
});
