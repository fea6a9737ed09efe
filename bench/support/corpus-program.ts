import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyDirectory } from "./places.ts";

/**
 * Writes a program that has one function for every way of writing a handler which serialises; its output `verdicts`
 * says of each way, the refused ones too, how it ends.
 * @returns its directory
 */
export function writeCorpusProgram(): string {
  const directory = emptyDirectory("corpus");
  writeFileSync(join(directory, "Pulumi.yaml"), "name: corpus\nruntime: nodejs\n");
  writeFileSync(
    join(directory, "tsconfig.json"),
    // Said here and not only inherited: Pulumi's runner has a target of its own for a file that says none.
    JSON.stringify({ extends: "../../../tsconfig.json", compilerOptions: { target: "ES2022" } }),
  );
  writeFileSync(join(directory, "index.ts"), PROGRAM);
  return directory;
}

const PROGRAM = `import * as lambda from "@pulumi/aws/lambda";
import { ENTRY_POINT, functionCode } from "../../../components/function/function-code";
import { alike } from "../../../tests/components/function/closures/alike";
import { verdicts as judge } from "../../../tests/components/function/closures/verdict";

for (const { title, make } of alike) {
  new lambda.Function(title, {
    code: functionCode(make(), title),
    handler: ENTRY_POINT,
    runtime: "nodejs24.x",
    role: "arn:aws:iam::123456789012:role/corpus",
  });
}

export const verdicts = judge();
`;
