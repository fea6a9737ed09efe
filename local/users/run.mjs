// The entry of `npm run users`: node local/users/run.mjs COMMAND [options]
import "../prepare.mjs";

await import("./main.ts");
