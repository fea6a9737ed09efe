import { resolve } from "node:path";
import type { ProgramOptions } from "../program-options.ts";
import { ProgramError } from "../program/failure.ts";
import type { Graph } from "../program/graph.ts";
import type { CommandContext } from "./command.ts";
import { checkOutRevision } from "./git-revision.ts";
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

/** How the program is evaluated, and its graph as it is now. */
export interface AccessSource {
  readonly record: CommandContext["record"];
  readonly graph: () => Promise<Graph>;
}

/**
 * Tells who may call a program's routes.
 * @param revision what the program as it is now is compared with; undefined: nothing
 * @throws {OptionError} for a revision that there is not, before anything is evaluated
 */
export async function readAccess(
  options: ProgramOptions,
  { record, graph }: AccessSource,
  revision: string | undefined,
): Promise<Access> {
  if (revision === undefined) {
    const report = routesReport(await graph());
    return { report, sections: routesSections(report), hasOpened: false };
  }
  const copy = checkOutRevision(resolve(options.program), revision);
  try {
    const after = routesReport(await graph()).routes;
    const before = await routesAt(revision, { ...options, program: copy.directory }, record);
    const changes = diffRoutes(before, after);
    const report = { commit: copy.commit, changes };
    const hasOpened = changes.some(({ opens }) => opens);
    return { report, sections: diffSections(report, revision), hasOpened };
  } finally {
    copy.remove();
  }
}

async function routesAt(revision: string, options: ProgramOptions, record: AccessSource["record"]) {
  try {
    return routesReport((await record(options)).graph).routes;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ProgramError(`At ${revision}: ${error.message}`, { cause: error });
  }
}
