import {
  compileSource,
  type MappingDirection,
  type MappingInput,
  type MappingSource,
} from "./mapping-source.ts";

/**
 * A compiled value of a parameter mapping.
 * @param encode applied to what sources give, not to the text between them
 * @returns undefined when it has sources and none of them has a value (H274)
 */
export type MappingValue = (
  input: MappingInput,
  encode?: (text: string) => string,
) => string | undefined;

/**
 * Compiles a value: one source (`$request.header.x`), text with sources in braces (`${request.path.id}-x`), or text
 * that stays (H271).
 * @returns the value, or the expression in it that is no source
 */
export function compileValue(
  text: string,
  direction: MappingDirection,
  stageVariables: Readonly<Record<string, string>>,
): MappingValue | { readonly invalid: string } {
  const parts: (string | MappingSource)[] = [];
  for (const piece of text.split(/(\$\{[^}]*\})/)) {
    const expression = expressionOf(piece, piece === text);
    if (expression === undefined) {
      if (piece !== "") parts.push(piece);
      continue;
    }
    const source = compileSource(expression, direction, stageVariables);
    if (!source) return { invalid: piece };
    parts.push(source);
  }
  return (input, encode = same) => render(parts, input, encode);
}

// A bare source is the whole value; between other text a source needs its braces. An open brace is no text.
function expressionOf(piece: string, isWhole: boolean): string | undefined {
  const braced = /^\$\{([^}]*)\}$/.exec(piece)?.[1];
  if (braced !== undefined) return braced;
  if (piece.includes("${")) return piece;
  return isWhole && /^\$[a-zA-Z]/.test(piece) ? piece.slice(1) : undefined;
}

function render(
  parts: readonly (string | MappingSource)[],
  input: MappingInput,
  encode: (text: string) => string,
): string | undefined {
  let rendered = "";
  let isEmpty = parts.some((part) => typeof part !== "string");
  for (const part of parts) {
    if (typeof part === "string") {
      rendered += part;
      continue;
    }
    const value = part(input);
    if (value === undefined) continue;
    isEmpty = false;
    rendered += encode(value);
  }
  return isEmpty ? undefined : rendered;
}

function same(text: string): string {
  return text;
}
