import { Session } from "node:inspector";
import { SourceMap } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A script that the program has loaded. */
interface Script {
  readonly url: string;
  readonly map: SourceMap | undefined;
}

/** By the inspector's id. To ask for one more makes the inspector list them all, which takes longer than the rest. */
const scripts = new Map<string, Script>();

/**
 * Where a function stands in the program's own source, such as `index.ts:27`. Node's inspector knows where it was
 * compiled to, and the source map inside that script leads back; a script without one is its own source.
 * @returns undefined where the function has no script: a native or bound one
 */
export function functionPosition(subject: (...args: never) => unknown): string | undefined {
  const session = new Session();
  session.connect();
  try {
    const compiled = compiledPosition(session, subject);
    const script = compiled && scriptOf(session, compiled.scriptId);
    if (!compiled || !script?.url) return undefined;
    const source = sourcePosition(script, compiled) ?? { ...compiled, file: script.url };
    return `${shortPath(source.file)}:${source.lineNumber + 1}`;
  } finally {
    session.disconnect();
  }
}

function scriptOf(session: Session, scriptId: string): Script {
  const known = scripts.get(scriptId);
  if (known) return known;
  let url = "";
  session.on("Debugger.scriptParsed", ({ params }) => {
    if (params.scriptId === scriptId) url = params.url;
  });
  post(session, "Debugger.enable");
  const { scriptSource } = post<{ scriptSource: string }>(session, "Debugger.getScriptSource", {
    scriptId,
  });
  const script = { url, map: inlineMap(scriptSource) };
  scripts.set(scriptId, script);
  return script;
}

/** Both count from 0, as the inspector does. */
interface Position {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

const PLACE = "secureApiFunctionPosition";

function compiledPosition(
  session: Session,
  subject: unknown,
): (Position & { readonly scriptId: string }) | undefined {
  const global = globalThis as { [PLACE]?: unknown };
  global[PLACE] = subject;
  try {
    const { result } = post<{ result: { objectId: string } }>(session, "Runtime.evaluate", {
      expression: PLACE,
    });
    const { internalProperties = [] } = post<{
      internalProperties?: { name: string; value?: { value: Position & { scriptId: string } } }[];
    }>(session, "Runtime.getProperties", { objectId: result.objectId });
    return internalProperties.find(({ name }) => name === "[[FunctionLocation]]")?.value?.value;
  } finally {
    delete global[PLACE];
  }
}

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;[^,]*base64,([\w+/=]+)\s*$/;

function inlineMap(script: string): SourceMap | undefined {
  const [, encoded] = INLINE_MAP.exec(script) ?? [];
  if (encoded === undefined) return undefined;
  return new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString()));
}

function sourcePosition(
  { map }: Script,
  { lineNumber, columnNumber }: Position,
): { readonly file: string; readonly lineNumber: number } | undefined {
  const entry = map?.findEntry(lineNumber, columnNumber);
  if (!entry || !("originalSource" in entry)) return undefined;
  return { file: entry.originalSource, lineNumber: entry.originalLine };
}

function shortPath(file: string): string {
  return relative(process.cwd(), file.startsWith("file:") ? fileURLToPath(file) : file);
}

/** The inspector of one's own thread answers before `post` returns. */
function post<Answer>(session: Session, method: string, params: object = {}): Answer {
  let answer: unknown;
  session.post(method, params, (error, result) => {
    if (error) throw error;
    answer = result;
  });
  return answer as Answer;
}
