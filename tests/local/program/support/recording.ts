import * as pulumi from "@pulumi/pulumi";
import { record, type RecordOptions } from "../../../../local/program/record.ts";

/** Records a program of this process: project `shop`, stack `dev`. */
export function recordProgram(program: () => unknown, options: Partial<RecordOptions> = {}) {
  return record({ pulumi, project: "shop", stack: "dev", program, ...options });
}
