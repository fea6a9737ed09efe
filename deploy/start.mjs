// The entry of `npm run deploy`. Plain JavaScript, so that a Node that cannot run the rest still says what is missing.
// By name it would be a syntax error where there is none.
import module from "node:module";
import { join } from "node:path";

const FIRST_NODE = 24;

if (Number(process.versions.node.split(".")[0]) < FIRST_NODE) {
  console.error(
    `This is Node ${process.versions.node}, and the deployer needs Node ${FIRST_NODE} or later. npm scripts get it ` +
      `from the package "node", whose install script was not run here: run "npm rebuild node".`,
  );
  process.exit(1);
}

module.enableCompileCache(join(import.meta.dirname, "..", "node_modules", ".cache", "secure-api"));
await import("./main.ts");
