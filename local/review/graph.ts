/** The recorded graph of a program as one JSON document, for `npm run policy` and whoever else reads it. */
import { parseFlags, PROGRAM_FLAGS, programOptions } from "../program-options.ts";
import type { Command } from "./command.ts";
import { graphDocument } from "./graph-document.ts";

export const command: Command = async (args, { print, record }) => {
  const evaluated = await record(programOptions(parseFlags(args, PROGRAM_FLAGS)));
  print(`${JSON.stringify(graphDocument(evaluated))}\n`);
};
