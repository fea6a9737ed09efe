import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

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
  // One renderer for all pages: each of them would start its own, which takes longer than most tests.
  "--process-per-site",
  "--renderer-process-limit=1",
];

export type ContextOptions = Parameters<Browser["newContext"]>[0];

/** Time in which the next tests may take the browser over before it is closed. */
const IDLE_MS = 2_000;

let running: Promise<Browser> | undefined;
let contexts = 0;
let idle: NodeJS.Timeout | undefined;

/** A profile of its own, with one empty page, in the one browser of this process. Close the context when done. */
export async function openBrowser(options: ContextOptions = {}): Promise<BrowserContext> {
  clearTimeout(idle);
  contexts += 1;
  const context = await (await (running ??= launch())).newContext(options);
  context.on("close", () => {
    contexts -= 1;
    if (contexts === 0) idle = setTimeout(closeBrowser, IDLE_MS);
  });
  context.setDefaultTimeout(15_000);
  await context.newPage();
  return context;
}

async function launch(): Promise<Browser> {
  if (chromiumPath === undefined)
    throw new Error("No Chromium: install it, or set CHROMIUM to its path.");
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: QUIET });
}

function closeBrowser(): void {
  void running?.then((browser) => browser.close());
  running = undefined;
}

/** What axe-core finds wrong on the page in light and in dark colours, one line each: `colours, rule: elements`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { source } = (await import("axe-core")).default;
  // Evaluated through the debugger, so the page's Content-Security-Policy does not apply to it.
  await page.evaluate(source);
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run(),
    );
    for (const { id, nodes } of violations) {
      faults.push(
        `${colorScheme}, ${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
      );
    }
  }
  return faults;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}
