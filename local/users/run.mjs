// The entry of `npm run users`: node local/users/run.mjs COMMAND [options]
import "../prepare.mjs";

const [{ command }, { runAsProcess }] = await Promise.all([
  import("./command.ts"),
  import("../review/command.ts"),
]);
await runAsProcess(command);
