/** A function of a serialised program that captures neither `this` nor `arguments`. */
interface Serialised {
  readonly name: string;
  readonly code: string;
  /** Variables that the code reads, and the object that holds their values. */
  readonly captures: readonly string[];
  readonly values: string;
  /** Variables that hold the function itself: its own name, where it has one. */
  readonly selves: readonly string[];
}

// As `serializeFunction` writes one.
const FUNCTION = new RegExp(
  String.raw`function (\w+)\(.*\) \{\n  return \(function\(\) \{\n    with\((\{.*\})\) \{\n\n` +
    String.raw`return ((?:(?!\n  return \(function\(\) \{)[^])*?);\n\n    \}\n` +
    String.raw`  \}\)\.apply\(undefined, undefined\)\.apply\(this, arguments\);\n\}`,
  "g",
);
const EXPORT = /^exports\.handler = \w+;$/m;

/**
 * The same program with each function made once, when it is loaded, and with what it captures in variables of its own.
 * `serializeFunction` makes it anew at every call, in a `with` where the engine has to look every name up, which slows
 * loops over captured functions down by an order of magnitude. Captures never change: a function that assigns one is
 * refused. What is captured may hold functions, and the other way round, so functions that captured objects hold come
 * first and get their captures last, in variables that the engine reads at every use; all others follow what they
 * capture, and it inlines their calls. A function of another form stays as it is.
 */
export function withPlainScope(text: string): string {
  const functions: Serialised[] = [];
  const [handler = ""] = EXPORT.exec(text) ?? [];
  const objects = text
    .replace(EXPORT, "")
    .replace(FUNCTION, (_, name: string, values: string, code: string) => {
      functions.push(serialised(name, values, code));
      return "";
    });
  const isHeld = ({ name }: Serialised) => mentions(objects, name);
  const { sorted, cyclic } = inOrder(functions.filter((each) => !isHeld(each)));
  const early = [...functions.filter(isHeld), ...cyclic];
  return [
    ...early.map(madeEarly),
    objects.trim(),
    ...sorted.map(made),
    ...early.filter(({ captures }) => captures.length > 0).map(handedOver),
    handler,
  ].join("\n");
}

function serialised(name: string, all: string, code: string): Serialised {
  const selves: string[] = [];
  const capture = new RegExp(String.raw`"(?:[^"\\]|\\.)*"|([\w$]+): ${name}, `, "g");
  const values = all.replace(capture, (found, key?: string) => {
    if (key === undefined) return found;
    selves.push(key);
    return "";
  });
  return { name, values, code, captures: namesOf(values), selves };
}

/** Functions behind those that they capture, and those that capture one another. */
function inOrder(functions: readonly Serialised[]) {
  const sorted: Serialised[] = [];
  let waiting = [...functions];
  for (;;) {
    const isReady = ({ values }: Serialised) => !waiting.some(({ name }) => mentions(values, name));
    const ready = waiting.filter(isReady);
    if (ready.length === 0) return { sorted, cyclic: waiting };
    sorted.push(...ready);
    waiting = waiting.filter((each) => !ready.includes(each));
  }
}

function made(each: Serialised): string {
  const { name, code, captures, values, selves } = each;
  if (captures.length + selves.length === 0) return `var ${name} = ${code};`;
  const { variables, self } = ownVariables(each);
  return `var ${name} = (function ({ ${captures.join(", ")} }) {
  ${variables}return ${self};
})(${values});`;
}

function madeEarly(each: Serialised): string {
  const { name, captures } = each;
  if (captures.length === 0) return made(each);
  const list = captures.join(", ");
  const { variables, self } = ownVariables(each);
  return `var [${name}, ${name}_captures] = (function () {
  let ${list};
  ${variables}return [${self}, (captures) => ({ ${list} } = captures)];
})();`;
}

/** The variables that hold the function itself, and what stands for it behind them. */
function ownVariables({ code, selves: [self, ...others] }: Serialised) {
  if (self === undefined) return { variables: "", self: code };
  const all = [`${self} = ${code}`, ...others.map((other) => `${other} = ${self}`)];
  return { variables: `const ${all.join(", ")};\n  `, self };
}

function handedOver({ name, values }: Serialised): string {
  return `${name}_captures(${values});`;
}

function mentions(code: string, name: string): boolean {
  return new RegExp(String.raw`(?<![\w$])${name}(?![\w$])`).test(code);
}

const UNNAMED = new Set(["this", "arguments"]);

/** Keys of the object of captures. Texts among the values are JSON, on the same line. */
function namesOf(values: string): string[] {
  const keys = values.replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/[{,] *([\w$]+):/g);
  return [...keys].map(([, name = ""]) => name).filter((name) => !UNNAMED.has(name));
}
