/** Reviews a recorded graph and prints what the policies find; see options.ts. */
import { writeFileSync } from "node:fs";
import { type Configuration, readConfiguration } from "./configuration.ts";
import { allFactsOf, DocumentError, type GraphDocument, parseDocument } from "./document.ts";
import { Graph } from "./graph.ts";
import { HELP, OptionError, type Options, parseOptions } from "./options.ts";
import { statedProfile } from "./profiles.ts";
import { coverageOf, unanswerableIn } from "./report/coverage.ts";
import { asMarkdown } from "./report/markdown.ts";
import { asJson, type Report } from "./report/report.ts";
import { asSarif } from "./report/sarif.ts";
import { asText } from "./report/text.ts";
import { RULES } from "./rules.ts";
import { DEFAULT_SETTINGS, readSettings, SettingsError } from "./settings.ts";
import { reviewStack } from "./stack-review.ts";
import { today } from "./today.ts";

const EXIT_PASSED = 0;
const EXIT_VIOLATED = 1;
const EXIT_USAGE = 2;

/** Failures whose message is for the user. Anything else is our own mistake and shows its stack. */
const EXPECTED = [DocumentError, OptionError, SettingsError];
const FORMATS = { text: asText, json: asJson, markdown: asMarkdown };

/** What the review works with, beside its arguments. */
export interface ReviewContext {
  /** The recorded graph as text; empty where whoever was to write it has failed, and said why. */
  readonly input: () => Promise<string>;
  /** Takes the report. */
  readonly print: (text: string) => void;
  /** Takes messages of mistakes. */
  readonly printAside: (text: string) => void;
}

/**
 * Reviews the graph and prints the report.
 * @returns the exit status: 0, 1 for a mandatory violation or an input that is no graph, 2 for any other mistake
 */
export async function runReview(args: readonly string[], context: ReviewContext): Promise<number> {
  try {
    return await review(args, context);
  } catch (error) {
    const { message, stack } = error as Error;
    const isExpected = EXPECTED.some((kind) => error instanceof kind);
    context.printAside(`${isExpected ? message : (stack ?? message)}\n`);
    return error instanceof DocumentError ? EXIT_VIOLATED : EXIT_USAGE;
  }
}

async function review(args: readonly string[], context: ReviewContext): Promise<number> {
  const options = parseOptions(args);
  if (options === "help") {
    context.print(`${HELP}\n`);
    return EXIT_PASSED;
  }
  const input = await context.input();
  if (input === "") return EXIT_VIOLATED;
  const report = reportOn(parseDocument(input), options);
  if (options.sarif !== undefined) writeSarif(options.sarif, asSarif(report));
  context.print(FORMATS[options.format](report));
  const isRefused = report.violations.some(({ violation }) => violation.level === "mandatory");
  return isRefused ? EXIT_VIOLATED : EXIT_PASSED;
}

function writeSarif(file: string, sarif: string): void {
  try {
    writeFileSync(file, sarif);
  } catch (error) {
    throw new OptionError(`--sarif ${file}: ${(error as Error).message}`);
  }
}

function reportOn(document: GraphDocument, options: Options): Report {
  const configuration = configurationOf(document, options);
  const graph = new Graph(allFactsOf(document));
  const review = reviewStack(RULES, graph, configuration, today());
  const { profile, passwordStandard } = configuration.settings;
  const { project, stack } = document;
  const coverage = coverageOf(profile, RULES, review.answers);
  const unanswerable = unanswerableIn(profile);
  const about = { project, stack, profile, passwordStandard, rules: RULES };
  return { ...review, ...about, coverage, unanswerable };
}

/** Defaults, over them what the stack says of itself, the configuration, and the command line. */
function configurationOf({ project, config }: GraphDocument, options: Options): Configuration {
  const stated = statedProfile(project, config);
  const base = stated === undefined ? DEFAULT_SETTINGS : readSettings({ profile: stated });
  const { settings, policies } = readConfiguration(options.configuration, RULES, base);
  const given = {
    ...settings,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    exemptions: [...settings.exemptions, ...options.exemptions],
  };
  return { settings: readSettings(given), policies };
}
