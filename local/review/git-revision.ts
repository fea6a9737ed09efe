import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { OptionError } from "../program-options.ts";

/** A directory of the repository as it was at a revision, in a place of its own. */
export interface RevisionCopy {
  readonly directory: string;
  /** The commit's whole hash. */
  readonly commit: string;
  /** Takes the copy away. */
  remove(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Git's hooks set them for the repository they run in, which need not be the program's. */
const INHERITED = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/**
 * Checks a revision out into a temporary worktree. The working tree, its index and its hooks are not touched.
 * @param directory somewhere in a git repository
 * @param revision a branch, tag or commit
 * @throws OptionError when the directory is in no repository, or the repository has no such revision
 */
export function checkOutRevision(directory: string, revision: string): RevisionCopy {
  const root = git(
    directory,
    ["rev-parse", "--show-toplevel"],
    `--diff ${revision}: ${directory} is in no git repository. Run it where the program's history is.`,
  );
  const commit = git(
    directory,
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
    `--diff ${revision}: the repository has no such revision. Name a branch, a tag or a commit; ` +
      `"git fetch" gets those of the remote.`,
  );
  const temporary = mkdtempSync(join(realpathSync(tmpdir()), "secure-api-revision-"));
  const worktree = join(temporary, "worktree");
  const remove = removerOf(root, temporary, worktree);
  try {
    run(root, ["-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", worktree, commit]);
    const copy = join(worktree, relative(realpathSync(root), realpathSync(directory)));
    lendPackages(directory, copy);
    return { directory: copy, commit, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Takes the worktree away, also when a signal ends the process before its time. */
function removerOf(root: string, temporary: string, worktree: string): () => void {
  const end = (_: NodeJS.Signals, number: number): void => process.exit(128 + number);
  const remove = (): void => {
    process.off("exit", remove);
    for (const signal of SIGNALS) process.off(signal, end);
    try {
      run(root, ["worktree", "remove", "--force", worktree]);
    } catch {
      // It was not added, or not to its end.
    }
    rmSync(temporary, { recursive: true, force: true });
  };
  process.on("exit", remove);
  for (const signal of SIGNALS) process.on(signal, end);
  return remove;
}

/** Installed packages are in no revision: those of the program as it is now have to do. */
function lendPackages(directory: string, copy: string): void {
  const packages = join(realpathSync(directory), "node_modules");
  const place = join(copy, "node_modules");
  if (existsSync(copy) && existsSync(packages) && !existsSync(place)) {
    symlinkSync(packages, place, "junction");
  }
}

function git(directory: string, args: readonly string[], problem: string): string {
  try {
    return run(directory, args).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new OptionError("--diff: git is not installed here, or the directory does not exist.");
    }
    throw new OptionError(problem, { cause: error });
  }
}

function run(directory: string, args: readonly string[]): string {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !INHERITED.includes(name)),
  );
  return execFileSync("git", args, {
    cwd: directory,
    // Large files are no part of a program, and fetching them would ask the network.
    env: { ...env, GIT_LFS_SKIP_SMUDGE: "1" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
