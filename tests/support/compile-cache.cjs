// Keeps compiled code from one run to the next, as the npm scripts do: of the tests, and of every process they start.
const { enableCompileCache } = require("node:module");
const { join } = require("node:path");

const root = join(__dirname, "..", "..");
process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules", ".cache", "secure-api");
enableCompileCache(process.env.NODE_COMPILE_CACHE);
