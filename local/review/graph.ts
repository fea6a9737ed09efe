/** Prints a program's recorded graph as one JSON document, for `npm run policy` and whoever else reads it. */
import { parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import { printAside, runCommand } from "./command.ts";
import { graphDocument } from "./graph-document.ts";
import { recordedProgram } from "./recorded-program.ts";

runCommand(async (args) => {
  const evaluated = await recordedProgram(
    programOptions(parseFlags(args, PROGRAM_FLAGS)),
    printAside,
  );
  for (const remark of evaluated.configuration.remarks) printAside(`${remark}\n`);
  process.stdout.write(`${JSON.stringify(graphDocument(evaluated))}\n`);
});
