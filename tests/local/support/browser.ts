import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const CANDIDATES = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Path of a Chromium on this machine, or undefined. `CHROMIUM` names another one. */
export const chromiumPath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

// Without these Chromium calls its maker's servers at every start.
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export type ContextOptions = Parameters<typeof chromium.launchPersistentContext>[1];

/** A fresh browser profile. Close the context when done. */
export async function openBrowser(options: ContextOptions = {}): Promise<BrowserContext> {
  if (chromiumPath === undefined)
    throw new Error("No Chromium: install it, or set CHROMIUM to its path.");
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    headless: true,
    args: QUIET,
    ...options,
  });
  context.on("close", () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  context.setDefaultTimeout(15_000);
  return context;
}

/** What axe-core finds wrong on the page, one line each: `rule: elements`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { source } = (await import("axe-core")).default;
  // Evaluated through the debugger, so the page's Content-Security-Policy does not apply to it.
  await page.evaluate(source);
  const result = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run(),
  );
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}
