import { isBuiltin } from "node:module";
import * as pulumi from "@pulumi/pulumi";

// Lambda's Node runtimes bring the AWS SDK with them.
const PROVIDED = /^@aws-sdk\//;

/**
 * Whether the serialised text of a handler imports a package that the Lambda runtime does not
 * bring.
 */
export function importsPackages(text: string): boolean {
  const imports = text.matchAll(/\b(?:require|import)\(\s*(["'`])([^"'`$]+)\1\s*\)/g);
  return [...imports].some(([, , name = ""]) => !isBuiltin(name) && !PROVIDED.test(name));
}

/**
 * The serialised text and the packages it imports as one minified file. The *serialised text* is
 * bundled, never the source: esbuild rewrites imports in a way that serialisation rejects.
 */
export async function bundle(text: string, owner: string): Promise<string> {
  const { build } = await loadEsbuild(owner);
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: process.cwd(), sourcefile: "index.js" },
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    target: "node22",
    format: "cjs",
    external: ["@aws-sdk/*"],
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

// Loaded only where a handler imports packages: most programs never need it.
async function loadEsbuild(owner: string): Promise<typeof import("esbuild")> {
  try {
    return await import("esbuild");
  } catch {
    throw new pulumi.RunError(
      `${owner}.handler imports packages, and bundling them needs esbuild. Run: npm install --save-dev esbuild`,
    );
  }
}
