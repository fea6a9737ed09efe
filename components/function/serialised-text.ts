import { Script } from "node:vm";

/** A rule about the code of a handler: what is wrong with it; completes the sentence "the handler …". */
type Rule = (code: string) => string | undefined;

const RULES: readonly Rule[] = [
  (code) =>
    /\brequire\("@pulumi\//.test(code)
      ? "uses Pulumi, which is not on Lambda: pass the value through environment"
      : undefined,
  (code) => {
    const [, path] = /\b(?:require|import)\(\s*["'`](\.{1,2}\/[^"'`]*)/.exec(code) ?? [];
    if (path === undefined) return undefined;
    return `imports "${path}", which the archive has not: import it at the top of the file`;
  },
  (code) => {
    const [, name] = /\b(__dirname|__filename)\b/.exec(withoutLiterals(code)) ?? [];
    if (name === undefined) return undefined;
    return `reads ${name}, which is another place on Lambda: import the data, or pass it through environment`;
  },
  (code) => {
    const variable = assignedCapture(withoutLiterals(code));
    if (variable === undefined) return undefined;
    return (
      `assigns "${variable}", a variable outside itself, which would start anew with every request: ` +
      `make it a property of a constant object`
    );
  },
  (code) => {
    const reason = syntaxError(code);
    if (reason === undefined) return undefined;
    return `becomes code that does not parse (${reason}): use plain functions and objects`;
  },
];

/** What is wrong with a serialised text; completes the sentence "the handler …". */
export function textFault(text: string): string | undefined {
  for (const rule of RULES) {
    const fault = rule(text);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** For instance a method that calls `super`, which is none any more when it stands alone. */
function syntaxError(code: string): string | undefined {
  try {
    new Script(code);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A captured variable that a function assigns. Each function stands in a `with` over what it captures. */
function assignedCapture(code: string): string | undefined {
  const [, ...functions] = code.split(/\bwith\(\{/);
  for (const part of functions) {
    const [captures = "", ...body] = part.split("})");
    const names = [...captures.matchAll(/([\w$]+):/g)].map(([, name = ""]) => name);
    const assigned = names.find((name) => assigns(body.join("})"), name));
    if (assigned !== undefined) return assigned;
  }
  return undefined;
}

function assigns(code: string, variable: string): boolean {
  const name = variable.replace(/\$/g, "\\$");
  const before = String.raw`(?<![\w$.]|(?:const|let|var) )`;
  const after = String.raw`(?:=(?![=>])|[-+*/%&|^]=|\*\*=|<<=|>>>?=|&&=|\|\|=|\?\?=|\+\+|--)`;
  const ways = [
    `${before}${name}\\s*${after}`,
    `(?:\\+\\+|--)\\s*${name}\\b`,
    `\\bfor(?: await)?\\s*\\(\\s*${name}\\s+(?:of|in)\\b`,
    // [name] = … and ({ key: name } = …), not list[name] = … and const [name] = …
    String.raw`(?<![\w$)\]]\s*|(?:const|let|var) )\[(?:[^[\]]*,)?\s*(?:\.\.\.)?${name}\s*(?:[,=][^[\]]*)?\]\s*=(?![=>])`,
    String.raw`\(\s*\{(?:[^{}]*[,:]|[^{}]*\.\.\.)?\s*${name}\s*(?:[,=][^{}]*)?\}\s*=(?![=>])`,
  ];
  return new RegExp(ways.join("|")).test(code);
}

const LITERALS = new RegExp(
  [
    String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`,
    // A slash opens a regular expression where a value may begin.
    String.raw`(?<=(?:[(,=:[!&|?{};]|\breturn)\s*)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*`,
    String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|` + "`(?:[^`\\\\]|\\\\.)*`",
  ].join("|"),
  "g",
);

/** Code with comments, texts and regular expressions emptied, so that none of their words counts as code. */
function withoutLiterals(text: string): string {
  return text.replace(LITERALS, '""');
}
