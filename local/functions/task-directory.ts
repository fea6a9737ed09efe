import { statSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { isAbsolute, resolve } from "node:path";

type Call = (...args: unknown[]) => unknown;
type Calls = Record<string, Call | undefined>;

/** Functions of `node:fs`: where they take paths, and which of these they write to. */
interface PathRow {
  readonly paths: readonly number[];
  readonly written: readonly number[];
  /** Their twins with `Sync` and in `fs.promises` take the same. */
  readonly names: string;
}

const rows: readonly PathRow[] = [
  {
    paths: [0],
    written: [],
    names:
      "access createReadStream exists lstat open openAsBlob opendir readFile readdir readlink realpath stat statfs " +
      "unwatchFile watch watchFile",
  },
  {
    paths: [0],
    written: [0],
    names:
      "appendFile chmod chown createWriteStream lchown lutimes mkdir mkdtemp rm rmdir truncate unlink utimes writeFile",
  },
  { paths: [0, 1], written: [1], names: "copyFile cp link" },
  { paths: [0, 1], written: [0, 1], names: "rename" },
  // What a link holds is a text.
  { paths: [1], written: [1], names: "symlink" },
];

/**
 * Lets a function work in its archive's directory, which is read-only, as on Lambda. A thread has the process's
 * directory and cannot change it, so what asks for the directory is told another one, and relative paths are resolved
 * here. Nothing is written to the archive, as its directories are the user's own.
 */
export function workIn(taskRoot: string): void {
  let directory = taskRoot;
  process.cwd = () => directory;
  process.chdir = (to) => {
    const next = resolve(to);
    if (!statSync(next).isDirectory()) throw fault("ENOTDIR", "not a directory", "chdir", to);
    directory = next;
  };
  const absolute = (path: unknown): unknown =>
    typeof path === "string" && path !== "" && !isAbsolute(path) ? `${directory}/${path}` : path;
  const isReadOnly = (path: unknown): boolean => `${String(path)}/`.startsWith(`${taskRoot}/`);
  const fs = createRequire(import.meta.url)("node:fs") as Calls & { readonly promises: Calls };
  const wrap = (calls: Calls, name: string, { paths, written }: PathRow): void => {
    const call = calls[name];
    if (!call) return;
    const wrapped: Call = (...given) => {
      const args = given.map((arg, at) => (paths.includes(at) ? absolute(arg) : arg));
      const places = opensToWrite(name, args[1]) ? [0] : written;
      const refused = places.find((at) => isReadOnly(args[at]));
      if (refused === undefined) return call(...args);
      const error = fault("EROFS", "read-only file system", name, String(given[refused]));
      return fail(error, args, calls === fs.promises);
    };
    // `realpath.native` and what makes a promise of `exists` among them.
    calls[name] = Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(call));
  };
  for (const row of rows) {
    for (const name of row.names.split(" ")) {
      wrap(fs, name, row);
      wrap(fs, `${name}Sync`, row);
      wrap(fs.promises, name, row);
    }
  }
  syncBuiltinESMExports();
}

function opensToWrite(name: string, flags: unknown): boolean {
  return /^open(?:Sync)?$/.test(name) && typeof flags === "string" && /[wa+]/.test(flags);
}

/** An error as the system's are. */
function fault(code: string, words: string, name: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${words}, ${name} '${path}'`), { code, path });
}

/** Fails as the called function does: by its promise, its callback, or at once. */
function fail(error: Error, args: readonly unknown[], isPromised: boolean): unknown {
  if (isPromised) return Promise.reject(error);
  const callback = args.at(-1);
  if (typeof callback !== "function") throw error;
  process.nextTick(callback as () => void, error);
  return undefined;
}
