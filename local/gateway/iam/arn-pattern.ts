const anyText = 0;
const anyCharacter = 1;

/** A pattern of an IAM policy: characters that stand for themselves, and wildcards. */
export type Pattern = readonly (string | typeof anyText | typeof anyCharacter)[];

/** Value of a policy variable; undefined when the request has none. */
export type VariableValue = (name: string) => string | undefined;

/**
 * Reads a text with `*` (any characters, none included) and `?` (one character).
 * @param variables values of `${name}`, which stand for themselves, wildcards in them too; without it, as in policies of
 * version 2008-10-17, a dollar sign is a character like any other
 * @returns undefined when a variable has no value: such a pattern matches nothing
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readPattern(text: string): Pattern;
export function readPattern(
  text: string,
  variables: VariableValue | undefined,
): Pattern | undefined;
export function readPattern(text: string, variables?: VariableValue): Pattern | undefined {
  return parts(text, variables)?.flatMap(({ characters, isValue }) =>
    isValue ? characters.split("") : characters.split("").map((one) => wildcards[one] ?? one),
  );
}

/** Reads a text in which wildcards are characters like any other. @returns undefined when a variable has no value */
export function readText(text: string, variables?: VariableValue): string | undefined {
  return parts(text, variables)
    ?.map(({ characters }) => characters)
    .join("");
}

const wildcards: Readonly<Record<string, typeof anyText | typeof anyCharacter>> = {
  "*": anyText,
  "?": anyCharacter,
};

interface Part {
  readonly characters: string;
  readonly isValue: boolean;
}

function parts(text: string, variables: VariableValue | undefined): readonly Part[] | undefined {
  if (!variables) return [{ characters: text, isValue: false }];
  const found: Part[] = [];
  let start = 0;
  for (;;) {
    const open = text.indexOf("${", start);
    const close = open < 0 ? -1 : text.indexOf("}", open);
    found.push({ characters: text.slice(start, close < 0 ? undefined : open), isValue: false });
    if (close < 0) return found;
    const characters = valueOf(text.slice(open + 2, close), variables);
    if (characters === undefined) return undefined;
    found.push({ characters, isValue: true });
    start = close + 1;
  }
}

// `${*}`, `${?}` and `${$}` are the characters; `${name, 'default'}` names what stands in for a missing value.
function valueOf(expression: string, variables: VariableValue): string | undefined {
  if (["*", "?", "$"].includes(expression)) return expression;
  const comma = expression.indexOf(",");
  if (comma < 0) return variables(expression.trim());
  const fallback = expression.slice(comma + 1).trim();
  const isQuoted = fallback.length > 1 && fallback.startsWith("'") && fallback.endsWith("'");
  const value = variables(expression.slice(0, comma).trim());
  return value ?? (isQuoted ? fallback.slice(1, -1) : undefined);
}

/**
 * Whether a text matches a pattern of IAM: `*` stands for any text, slashes and colons included, `?` for one character.
 * No backtracking beyond the last `*`, so that no pattern takes longer than its length times that of the text.
 */
export function matchesPattern(pattern: string | Pattern, text: string): boolean {
  const pieces = typeof pattern === "string" ? readPattern(pattern) : pattern;
  let at = 0;
  let index = 0;
  let lastStar = -1;
  let resume = 0;
  while (index < text.length) {
    const expected = pieces[at];
    if (expected === anyText) {
      lastStar = at;
      resume = index;
      at += 1;
    } else if (expected === anyCharacter || expected === text[index]) {
      at += 1;
      index += 1;
    } else if (lastStar >= 0) {
      // The last star takes one character more.
      at = lastStar + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  while (pieces[at] === anyText) at += 1;
  return at === pieces.length;
}

/**
 * Whether a pattern for ARNs covers an ARN. Each of the six parts between colons is compared by itself, so that no
 * wildcard reaches over a colon, but for a `*` at the end.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  if (pattern.length === 1 && pattern[0] === anyText) return true;
  if (!hasEnds(pattern, arn)) return false;
  const wanted = arnParts(pattern);
  const given = arnParts(arn.split("")).map((part) => part.join(""));
  const last = wanted.length - 1;
  const isOpen = wanted.length < given.length && wanted[last]?.at(-1) === anyText;
  if (wanted.length !== given.length && !isOpen) return false;
  return wanted.every((part, index) =>
    matchesPattern(
      part,
      isOpen && index === last ? given.slice(index).join(":") : (given[index] ?? ""),
    ),
  );
}

/** Whether a text starts and ends as the pattern does, which tells most patterns apart before any ARN is split. */
function hasEnds(pattern: Pattern, text: string): boolean {
  for (let at = 0; at < pattern.length && isLiteral(pattern[at]); at += 1) {
    if (pattern[at] !== text[at]) return false;
  }
  for (let back = 1; back <= pattern.length && isLiteral(pattern.at(-back)); back += 1) {
    if (pattern.at(-back) !== text.at(-back)) return false;
  }
  return true;
}

function isLiteral(piece: Pattern[number] | undefined): boolean {
  return typeof piece === "string";
}

function arnParts(arn: Pattern): readonly Pattern[] {
  const parts: Pattern[] = [];
  let start = 0;
  while (parts.length < 5) {
    const colon = arn.indexOf(":", start);
    if (colon < 0) break;
    parts.push(arn.slice(start, colon));
    start = colon + 1;
  }
  return [...parts, arn.slice(start)];
}
