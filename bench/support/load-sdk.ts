/** Loads the modules of Pulumi that the shipped program imports, as the recorder's process does, and ends. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { installModuleHooks } from "../../local/program/module-hooks.ts";
import { ROOT } from "./places.ts";

installModuleHooks({
  directory: ROOT,
  typescript: true,
  lends: true,
  onSource: () => undefined,
});
const require = createRequire(join(ROOT, "package.json"));
require("@pulumi/pulumi");
for (const module of ["apigatewayv2", "cloudwatch", "cognito", "iam", "lambda"]) {
  require(`@pulumi/aws/${module}`);
}
