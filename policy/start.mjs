// The entry of `npm run policy`: the recorder's graph goes through a pipe to the review, so that neither knows the
// other. Plain JavaScript, so that a Node that cannot run the rest still says what is missing.
import { spawn } from "node:child_process";
// By name it would be a syntax error where there is none.
import module from "node:module";
import { join } from "node:path";

const FIRST_NODE = 24;
/** Options that say which program is reviewed; each takes a value. */
const PROGRAM_OPTIONS = ["--program", "--stack", "--config"];

if (Number(process.versions.node.split(".")[0]) < FIRST_NODE) {
  console.error(
    `This is Node ${process.versions.node}, and the review needs Node ${FIRST_NODE} or later. npm scripts get it ` +
      `from the package "node", whose install script was not run here: run "npm rebuild node".`,
  );
  process.exit(1);
}

const root = join(import.meta.dirname, "..");
process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules", ".cache", "secure-api");

const ofProgram = [];
const ofReview = [];
let isRecorded = false;
for (const args = process.argv.slice(2); args.length > 0;) {
  const option = args.shift();
  if (PROGRAM_OPTIONS.includes(option)) ofProgram.push(option, ...args.splice(0, 1));
  else if (PROGRAM_OPTIONS.includes(option.split("=")[0])) ofProgram.push(option);
  else if (option === "--recorded") isRecorded = true;
  else ofReview.push(option);
}
if (isRecorded) await reviewHere();
else process.exitCode = await recordAndReview();

/** Reviews the graph on standard input in this process. */
async function reviewHere() {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // The engine loads the same files as CommonJS, so their package does not call them modules.
  module.registerHooks({
    load: (url, context, next) =>
      next(url, url.endsWith(".ts") ? { ...context, format: "module-typescript" } : context),
  });
  process.argv.splice(2, Infinity, ...ofReview);
  await import("./main.ts");
}

/** Both at once, each in a process of its own. */
async function recordAndReview() {
  const review = spawn(
    process.execPath,
    [
      "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
      join(root, "policy", "main.ts"),
      ...ofReview,
    ],
    { stdio: ["pipe", "inherit", "inherit"] },
  );
  const recorder = spawn(
    process.execPath,
    [join(root, "local", "review", "run.mjs"), "graph", ...ofProgram],
    { stdio: ["ignore", review.stdin, "inherit"] },
  );
  review.stdin.destroy();

  // A review that ends early needs no graph. Whichever failed first has said why.
  review.once("exit", () => recorder.kill());
  const [recorded, reviewed] = await Promise.all([ended(recorder), ended(review)]);
  return reviewed === 0 ? recorded : reviewed;
}

function ended(child) {
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
