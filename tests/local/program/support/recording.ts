import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../../local/program/record.ts";
import type { RecordOptions } from "../../../../local/program/record-options.ts";

/** Records a program of this process: project `shop`, stack `dev`. */
export function recordProgram(program: () => unknown, options: Partial<RecordOptions> = {}) {
  return record({ pulumi, project: "shop", stack: "dev", program, ...options });
}
