// The entry of the review's commands: node local/review/run.mjs COMMAND [options]
import "../prepare.mjs";

const [command] = process.argv.splice(2, 1);
await import(`./${command}.ts`);
