/**
 * Prints the serialised text of every handler of a program as JSON, by function name: `node serialise.cjs DIRECTORY`.
 * Plain JavaScript, so that every version of Node runs it, and with Pulumi's own mocks, ts-node as compiler.
 */
const { join } = require("node:path");

const directory = process.argv[2] ?? ".";
process.chdir(directory);
require("ts-node/register/transpile-only");
const pulumi = require("@pulumi/pulumi");

const texts = {};
const outputs = { arn: "arn:aws:service:us-east-1:123456789012:name", name: "name" };

/** Archives arrive here as the SDK sends them to the engine. */
function newResource({ type, name, inputs }) {
  if (type === "aws:lambda/function:Function") {
    texts[name] = filesOf(inputs.code);
  }
  return { id: `${name}-id`, state: { ...inputs, ...outputs } };
}

/** By path, read once the program has ended: archives hold promises. */
async function filesOf(archive) {
  const assets = Object.entries(await archive.assets);
  return Object.fromEntries(
    await Promise.all(assets.map(async ([path, asset]) => [path, await (await asset).text])),
  );
}

async function main() {
  const call = ({ inputs }) => inputs;
  await pulumi.runtime.setMocks({ newResource, call }, "secure-api", "dev", false, "organization");
  pulumi.runtime.setAllConfig({ "aws:region": "us-east-1" });
  await pulumi.runtime.runInPulumiStack(async () => require(join(process.cwd(), "index.ts")));
  await pulumi.runtime.disconnect();
  const known = Object.keys(texts).sort();
  const read = await Promise.all(known.map(async (name) => [name, await texts[name]]));
  process.stdout.write(`${JSON.stringify(Object.fromEntries(read))}\n`, () => process.exit());
}

void main();
