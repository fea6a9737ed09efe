// Loaded into every Node process of the engine by NODE_OPTIONS, as the deployer sets it, and of use in one of them: the
// one that runs the program. Plain JavaScript, so that a Node that cannot run the rest runs the program its own way.
const FIRST_NODE = 24;
const RUNNER = /^(.*[\\/]@pulumi[\\/]pulumi)[\\/]cmd[\\/]run([\\/]index\.js)?$/;

const [, sdk] = RUNNER.exec(process.argv[1] ?? "") ?? [];

if (sdk !== undefined && Number(process.versions.node.split(".")[0]) >= FIRST_NODE) {
  await import("../prepare.mjs");
  const { leanRunner } = await import("./lean-runner.ts");
  leanRunner(sdk);
}
