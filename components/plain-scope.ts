// As `serializeFunction` writes a function that captures neither `this` nor `arguments`.
const SCOPE = new RegExp(
  String.raw`\(function\(\) \{\n {4}with\((\{.*\})\) \{\n\n` +
    String.raw`(return (?:(?!\n {2}return \(function\(\) \{)[^])*?;)\n\n {4}\}\n` +
    String.raw` {2}\}\)\.apply\(undefined, undefined\)\.apply\(this, arguments\);`,
  "g",
);

/**
 * The same functions with what they capture as parameters instead of in a `with`, in which the engine has to look
 * every name up anew: a loop over captured functions takes eleven times as long. Only for functions that assign none
 * of their captures; a text of another form stays as it is.
 */
export function withPlainScope(text: string): string {
  return text.replace(
    SCOPE,
    (_, captures: string, code: string) =>
      `(function({ ${namesOf(captures).join(", ")} }) {\n\n${code}\n\n  })(${captures}).apply(this, arguments);`,
  );
}

/** Texts among the values are JSON, on the same line. */
function namesOf(captures: string): string[] {
  const keys = captures.replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/[{,] *([\w$]+):/g);
  return [...keys].map(([, name = ""]) => name).filter((name) => !UNNAMED.has(name));
}

const UNNAMED = new Set(["this", "arguments"]);
