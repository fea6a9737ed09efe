import { createRequire } from "node:module";
import type * as automation from "@pulumi/pulumi/automation" with { "resolution-mode": "require" };

export type {
  ConfigMap,
  EngineEvent,
  LocalWorkspace,
  OutputMap,
  Stack,
  StepEventMetadata,
} from "@pulumi/pulumi/automation" with { "resolution-mode": "require" };

const require = createRequire(import.meta.url);

/** Loads the Automation API: it is CommonJS, and half a second of work that `--help` can do without. */
export function loadAutomation(): typeof automation {
  return require("@pulumi/pulumi/automation") as typeof automation;
}
