import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import type typescript from "typescript";
import { CompiledFiles } from "./compiled-files.ts";
import { ProgramError } from "./failure.ts";

/** How a file is compiled. */
export interface CompileOptions {
  /** Directory whose `tsconfig.json` holds. */
  readonly directory: string;
  readonly format: "commonjs" | "module";
}

/** What this process compiled ahead of time. */
const compiled = new Map<string, { readonly source: string; readonly output: string }>();
const compiledFiles = new CompiledFiles(process.env["NODE_COMPILE_CACHE"]);

/**
 * One file's JavaScript, as Pulumi's own runner would compile it without a type check, with a map that leads to its
 * source: stack traces and the program's own messages name lines by it.
 * @throws {ProgramError} with the compiler's messages when the file has syntax errors
 */
export function compile(file: string, options: CompileOptions): string {
  const source = readFileSync(file, "utf8");
  const known = compiled.get(file);
  if (known?.source === source) return known.output;
  const compiler = compilerOf(options.directory);
  const settings = settingsOf(compiler, options);
  const make = () => compileSource(file, source, { ...options, ts: compiler.load(), settings });
  const stamp = JSON.stringify([compiler.version, settings, options.format, "inline map"]);
  const output = compiledFiles.get(file, stamp, source, make);
  compiled.set(file, { source, output });
  return output;
}

interface Context extends CompileOptions {
  readonly ts: typeof typescript;
  readonly settings: typescript.CompilerOptions;
}

function compileSource(file: string, source: string, context: Context): string {
  const { ts, settings, directory } = context;
  const { outputText, diagnostics, sourceMapText } = ts.transpileModule(source, {
    fileName: fileNameFor(file, context),
    reportDiagnostics: true,
    compilerOptions: { ...settings, sourceMap: true, inlineSourceMap: false, inlineSources: false },
  });
  // Mistakes of the file only: options that contradict one another do not stop Pulumi's runner either.
  const errors = (diagnostics ?? []).filter((diagnostic) => diagnostic.file !== undefined);
  if (errors.length > 0) throw new ProgramError(describe(ts, errors, relative(directory, file)));
  return sourceMapText ? withMap(outputText, sourceMapText, file) : outputText;
}

/** The map leads to the file itself, whatever name the compiler knew it by. */
function withMap(output: string, sourceMapText: string, file: string): string {
  const map = JSON.stringify({ ...(JSON.parse(sourceMapText) as object), sources: [file] });
  const url = `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
  return output.replace(/\n\/\/# sourceMappingURL=.*\s*$/, `\n//# sourceMappingURL=${url}\n`);
}

/** The compiler, which is loaded when there is something to compile: that takes longer than most programs. */
interface Compiler {
  readonly version: string;
  readonly load: () => typeof typescript;
}

let known: Compiler | undefined;

/** The program's own compiler where it has one: TypeScript's versions differ in what they emit. */
function compilerOf(directory: string): Compiler {
  known ??= findCompiler(join(directory, "package.json")) ?? findCompiler(import.meta.url);
  if (known) return known;
  throw new ProgramError(`TypeScript is not installed. Run "npm install".`);
}

/** TypeScript 7 has no compiler interface for JavaScript; a program that pins it gets ours. */
const FIRST_WITHOUT_INTERFACE = 7;

function findCompiler(from: string): Compiler | undefined {
  const require = createRequire(from);
  try {
    const { version } = require("typescript/package.json") as { readonly version: string };
    if (Number(version.split(".")[0]) >= FIRST_WITHOUT_INTERFACE) return undefined;
    return { version, load: () => require("typescript") as typeof typescript };
  } catch {
    return undefined;
  }
}

let configured: typescript.CompilerOptions | undefined;

/**
 * As Pulumi's runner puts them together: what `tsconfig.json` inherits by `extends`, over it the
 * runner's defaults, over them what the file says itself. Kept as the compiler's output is, where no other file counts.
 */
function settingsOf(
  { version, load }: Compiler,
  { directory, format }: CompileOptions,
): typescript.CompilerOptions {
  const file = join(directory, "tsconfig.json");
  const make = (): string => JSON.stringify(readOptions(load(), file, format));
  const text = existsSync(file) ? readFileSync(file, "utf8") : "none";
  const stamp = JSON.stringify([version, format, "settings"]);
  const kept = () =>
    text.includes('"extends"') ? make() : compiledFiles.get(file, stamp, text, make);
  configured ??= JSON.parse(kept()) as typescript.CompilerOptions;
  return configured;
}

function readOptions(
  ts: typeof typescript,
  file: string,
  format: CompileOptions["format"],
): typescript.CompilerOptions {
  const defaults = {
    target: format === "module" ? ts.ScriptTarget.ES2022 : ts.ScriptTarget.ES2020,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const always = { noEmit: false, declaration: false, allowImportingTsExtensions: false };
  if (!existsSync(file)) return { ...defaults, ...always };
  const directory = join(file, "..");
  const { config = {}, error } = ts.readConfigFile(file, ts.sys.readFile);
  if (error) throw new ProgramError(describe(ts, [error], "tsconfig.json"));
  const host = { ...ts.sys, readDirectory: () => [] };
  const inherited = ts.parseJsonConfigFileContent(config, host, directory).options;
  const own = ts.convertCompilerOptionsFromJson(config.compilerOptions ?? {}, directory).options;
  return { ...inherited, ...defaults, ...own, ...always };
}

/** Under `node16` and `nodenext` the file's name alone says that it becomes an ES module. */
function fileNameFor(file: string, { ts, settings: { module }, format }: Context): string {
  const { Node16, NodeNext } = ts.ModuleKind;
  const goesByName = module !== undefined && module >= Node16 && module <= NodeNext;
  return goesByName && format === "module" ? file.replace(/(?<=[^.])\.ts$/, ".mts") : file;
}

function describe(
  ts: typeof typescript,
  errors: readonly typescript.Diagnostic[],
  name: string,
): string {
  const lines = errors.map(({ file, start = 0, code, messageText }) => {
    const { line, character } = file?.getLineAndCharacterOfPosition(start) ?? {
      line: 0,
      character: 0,
    };
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    return `${name}:${line + 1}:${character + 1} - error TS${code}: ${text}`;
  });
  return `The program does not compile.\n${lines.join("\n")}`;
}
