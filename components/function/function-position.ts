import { Session } from "node:inspector";
import { SourceMap } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where a function stands in the program's own source, such as `index.ts:27`. Node's inspector knows where it was
 * compiled to, and the source map inside that script leads back; a script without one is its own source.
 * @returns undefined where the function has no script: a native or bound one
 */
export function functionPosition(subject: (...args: never) => unknown): string | undefined {
  const session = new Session();
  const urls = new Map<string, string>();
  session.connect();
  try {
    session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
    post(session, "Debugger.enable");
    const compiled = compiledPosition(session, subject);
    const url = compiled && urls.get(compiled.scriptId);
    if (!compiled || !url) return undefined;
    const { scriptSource } = post<{ scriptSource: string }>(session, "Debugger.getScriptSource", {
      scriptId: compiled.scriptId,
    });
    const source = sourcePosition(scriptSource, compiled) ?? { ...compiled, file: url };
    return `${shortPath(source.file)}:${source.lineNumber + 1}`;
  } finally {
    session.disconnect();
  }
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

function sourcePosition(
  script: string,
  { lineNumber, columnNumber }: Position,
): { readonly file: string; readonly lineNumber: number } | undefined {
  const [, encoded] = INLINE_MAP.exec(script) ?? [];
  if (encoded === undefined) return undefined;
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString()));
  const entry = map.findEntry(lineNumber, columnNumber);
  if (!("originalSource" in entry)) return undefined;
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
