import * as pulumi from "@pulumi/pulumi";

/**
 * What a handler may not capture. Serialising gives a text for nearly everything, and much of it is
 * wrong without a word: a Map without its entries, a class without its fields, a counter that
 * starts anew with every request.
 */

// By `Object.prototype.toString`. Everything else keeps its state where serialising does not reach.
const PLAIN_KINDS = new Set(
  (
    "Object Array Arguments Module RegExp Promise Function AsyncFunction GeneratorFunction " +
    "AsyncGeneratorFunction String Number Boolean BigInt Null Undefined"
  ).split(" "),
);

/** What is wrong with capturing a value; completes the sentence "the handler captures …". */
export function captureFault(value: unknown): string | undefined {
  if (pulumi.Output.isInstance(value)) {
    return "an Output, whose value would be written into the archive: pass it through environment, a secret by its name";
  }
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (!PLAIN_KINDS.has(kind)) {
    return `a ${kind}, whose contents would be lost: make it inside the handler`;
  }
  if (typeof value !== "function") return undefined;
  if (/^class\b/.test(Function.prototype.toString.call(value))) {
    return `the class ${value.name}, whose fields and super calls would be lost: use plain functions and objects`;
  }
  if (value.name.startsWith("bound ") && !Object.hasOwn(value, "prototype")) {
    return `a bound function, whose "this" would be lost: call the original inside a function of your own`;
  }
  return undefined;
}

/** What is wrong with a serialised text; completes the sentence "the handler …". */
export function textFault(text: string): string | undefined {
  if (/\brequire\("@pulumi\//.test(text)) {
    return "uses Pulumi, which is not on Lambda: pass the value through environment";
  }
  const variable = assignedCapture(withoutLiterals(text));
  if (variable === undefined) return undefined;
  return (
    `assigns "${variable}", a variable outside itself, which would start anew with every request: ` +
    `make it a property of a constant object`
  );
}

/**
 * A captured variable that a function assigns. Each function stands in a `with` over what it
 * captures.
 */
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
  return new RegExp(`${before}${name}\\s*${after}|(?:\\+\\+|--)\\s*${name}\\b`).test(code);
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

/**
 * Code with comments, texts and regular expressions emptied, so that none of their words counts as
 * code.
 */
function withoutLiterals(text: string): string {
  return text.replace(LITERALS, '""');
}
