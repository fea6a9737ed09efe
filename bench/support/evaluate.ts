/**
 * Evaluates the program of a directory as `npm start` does and ends: `node evaluate.ts DIRECTORY [FILE]`.
 * FILE takes the recording as JSON. Prints the number of the program's own resources.
 */
import { writeFileSync } from "node:fs";
import { openProgram } from "../../local/program/source.ts";

const [directory = ".", file] = process.argv.slice(2);
const program = openProgram(
  { program: directory, stack: "dev", config: {} },
  async () => "http://127.0.0.1:3000",
  (text) => void process.stderr.write(text),
);
const { graph } = await program.evaluate();
program.close();
if (file) writeFileSync(file, JSON.stringify(graph.recording));
const { resources } = graph.recording;
console.log(resources.filter(({ type }) => type !== "pulumi:pulumi:Stack").length);
