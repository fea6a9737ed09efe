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

type Automation = Pick<typeof automation, "LocalWorkspace" | "Stack"> & {
  /** The CLI on `PATH`. Rejected where there is none, or one that is too old. */
  readonly pulumiCommand: Promise<automation.PulumiCommand>;
};

let loaded: Automation | undefined;

/** The Automation API, loaded when it is first asked for: it is CommonJS, and work that `--help` can do without. */
export function loadAutomation(): Automation {
  loaded ??= load();
  return loaded;
}

function load(): Automation {
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
    // The CLI is asked for its version while the rest is loading.
    const { PulumiCommand } = require("@pulumi/pulumi/automation/cmd") as typeof automation;
    const pulumiCommand = PulumiCommand.get();
    // Whoever awaits it hears of a failure; until then it is nobody's.
    pulumiCommand.catch(() => undefined);
    const { LocalWorkspace, Stack } = require("@pulumi/pulumi/automation") as typeof automation;
    return { LocalWorkspace, Stack, pulumiCommand };
  } finally {
    hooks.deregister();
  }
}
