import { deepEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const AWSX = join(__dirname, "..", "node_modules", "@pulumi", "awsx");

const declarationsIn = (...names: string[]): string[] =>
  readdirSync(join(AWSX, ...names), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => readFileSync(join(AWSX, ...names, name), "utf8"));

describe("the type check", () => {
  it("reads every module of @pulumi/aws that the declarations of awsx/ec2 name", () => {
    const named = [...declarationsIn("ec2"), ...declarationsIn("types")].flatMap((text) =>
      [...text.matchAll(/\bpulumiAws\.(\w+)/g)].map(([, module = ""]) => module),
    );
    const stated = readFileSync(join(__dirname, "support", "pulumi-aws.d.ts"), "utf8");
    const read = [...stated.matchAll(/^export \* as (\w+) from "@pulumi\/aws\/\1";$/gm)];
    deepEqual(
      [...new Set(named)].sort(),
      read.map(([, module]) => module),
    );
  });
});
