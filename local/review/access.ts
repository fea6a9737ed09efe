import { resolve } from "node:path";
import type { ProgramOptions } from "../program-options.ts";
import { ProgramError } from "../program/failure.ts";
import type { Graph } from "../program/graph.ts";
import { printAside } from "./command.ts";
import { checkOutRevision } from "./git-revision.ts";
import { recordedProgram } from "./recorded-program.ts";
import { diffRoutes } from "./routes-diff.ts";
import { diffSections } from "./routes-diff-report.ts";
import { routesReport, routesSections } from "./routes-report.ts";
import type { Section } from "./text-table.ts";

/** Who may call what, or how that changes. */
export interface Access {
  /** For `--json`. */
  readonly report: object;
  readonly sections: readonly Section[];
  /** Whether a route is open to more callers than before. */
  readonly hasOpened: boolean;
}

/**
 * Tells who may call a program's routes.
 * @param graph evaluates the program as it is now
 * @param revision what it is compared with; undefined: nothing
 * @throws {OptionError} for a revision that there is not, before anything is evaluated
 */
export async function readAccess(
  options: ProgramOptions,
  graph: () => Promise<Graph>,
  revision: string | undefined,
): Promise<Access> {
  if (revision === undefined) {
    const report = routesReport(await graph());
    return { report, sections: routesSections(report), hasOpened: false };
  }
  const copy = checkOutRevision(resolve(options.program), revision);
  try {
    const after = routesReport(await graph()).routes;
    const before = await routesAt(revision, { ...options, program: copy.directory });
    const changes = diffRoutes(before, after);
    const report = { commit: copy.commit, changes };
    const hasOpened = changes.some(({ opens }) => opens);
    return { report, sections: diffSections(report, revision), hasOpened };
  } finally {
    copy.remove();
  }
}

async function routesAt(revision: string, options: ProgramOptions) {
  try {
    return routesReport((await recordedProgram(options, printAside)).graph).routes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ProgramError(`At ${revision}: ${error.message}`, { cause: error });
  }
}
