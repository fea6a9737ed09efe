// The entry of the review's commands: node local/review/run.mjs COMMAND [options]
import "../prepare.mjs";

const [name] = process.argv.splice(2, 1);
const [{ command }, { runAsProcess }] = await Promise.all([
  import(`./${name}.ts`),
  import("./command.ts"),
]);
await runAsProcess(command);
