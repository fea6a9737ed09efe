// Loads TypeScript as the evaluator of programs does: by the same compiler settings, from the same cache, and without
// the SDK's heaviest packages until they are used.
import { join } from "node:path";
import { installModuleHooks } from "../../local/program/module-hooks.ts";

installModuleHooks({
  directory: join(import.meta.dirname, "..", ".."),
  typescript: true,
  onSource: () => undefined,
});
process.setSourceMapsEnabled(true);
