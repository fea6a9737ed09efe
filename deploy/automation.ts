import { createRequire, registerHooks } from "node:module";
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

/** Packages by which the SDK serialises functions: half of its loading time, and here no program runs. */
const UNUSED = new Set(["@npmcli/arborist", "typescript"]);
const EMPTY = "secure-api-unused:";

/** Loads the Automation API: it is CommonJS, and work that `--help` can do without. */
export function loadAutomation(): typeof automation {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      UNUSED.has(specifier)
        ? { url: EMPTY + specifier, format: "commonjs", shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url.startsWith(EMPTY)
        ? { format: "commonjs", source: "", shortCircuit: true }
        : next(url, context),
  });
  try {
    return require("@pulumi/pulumi/automation") as typeof automation;
  } finally {
    hooks.deregister();
  }
}
