import type { ProgramOptions } from "../program-options.ts";
import { type Configuration, readConfiguration } from "./configuration.ts";
import { createEvaluator } from "./evaluator.ts";
import { Graph } from "./graph.ts";
import { readProject } from "./project.ts";

/** A program as it is now: its graph, and the files that made it. */
export interface Evaluated {
  readonly graph: Graph;
  readonly configuration: Configuration;
  /** Source files and settings whose change asks for another evaluation. */
  readonly files: readonly string[];
}

/** A program that can be evaluated again and again. */
export interface ProgramSource {
  /** Reads settings and program anew. @throws ProgramError */
  evaluate(): Promise<Evaluated>;
  /** Warms the process of the next evaluation up. */
  prepare(): void;
  close(): void;
}

/**
 * Opens a program. The process that will evaluate it is already starting when this returns.
 * @param addressOf the address that stands for an API; without it APIs have AWS's own
 * @throws ProgramError when the directory holds no Pulumi program
 */
export function openProgram(
  options: ProgramOptions,
  addressOf: ((urn: string) => Promise<string>) | undefined,
  print: (text: string) => void,
): ProgramSource {
  const evaluator = createEvaluator({ project: readProject(options.program), addressOf, print });
  return {
    async evaluate() {
      const project = readProject(options.program);
      const { stack, config } = options;
      const configuration = await readConfiguration(project, stack, config, process.env);
      const { recording, files } = await evaluator.evaluate({
        project: project.name,
        stack,
        main: project.main,
        config: configuration.values,
        secretKeys: configuration.secretKeys,
      });
      const settings = [project.file, configuration.file];
      return {
        graph: new Graph(recording),
        configuration,
        files: [...files, ...settings],
      };
    },
    prepare: () => evaluator.prepare(),
    close: () => evaluator.close(),
  };
}
