import type { ProgramOptions } from "../program-options.ts";
import { type Evaluated, openProgram } from "../program/source.ts";

/**
 * Evaluates a program once, without serving it.
 * @param print takes what the program prints, and what its configuration lacks
 * @param addressOf the address of an API by its URN; absent: addresses of AWS's own shape
 * @throws ProgramError with what the program's author needs to know
 */
export async function recordedProgram(
  options: ProgramOptions,
  print: (text: string) => void,
  addressOf?: (urn: string) => Promise<string>,
): Promise<Evaluated> {
  const source = openProgram(options, addressOf, print);
  try {
    // The process that has answered ends by itself, after it has kept what it compiled for the next time.
    const evaluated = await source.evaluate();
    for (const remark of evaluated.configuration.remarks) print(`${remark}\n`);
    return evaluated;
  } catch (error) {
    source.close();
    throw error;
  }
}
