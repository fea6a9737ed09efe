import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type * as parser from "@actions/workflow-parser";

/**
 * What GitHub's own parser finds wrong with a workflow: keys, types, expressions. It is written for bundlers (it imports
 * JSON without saying so), hence the bundle.
 */
export async function workflowFaults(content: string): Promise<string[]> {
  const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await loadParser();
  const { context, value } = parseWorkflow(
    { name: "deploy.yml", content },
    new NoOperationTraceWriter(),
  );
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(String);
}

async function loadParser(): Promise<typeof parser> {
  const directory = mkdtempSync(join(tmpdir(), "workflow-parser-"));
  const outfile = join(directory, "parser.cjs");
  try {
    const contents = 'export * from "@actions/workflow-parser";';
    const stdin = { contents, resolveDir: import.meta.dirname };
    await build({ stdin, outfile, bundle: true, format: "cjs", platform: "node" });
    return createRequire(import.meta.url)(outfile) as typeof parser;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
