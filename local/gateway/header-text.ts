/** Whether a text is a header's name (RFC 9110 5.1). */
export function isHeaderName(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}

/**
 * A text as node:http takes it for a header's value: UTF-8, one character a byte.
 * @returns undefined for what would split or damage the message: a line break or another control character (G048)
 */
export function headerText(text: string): string | undefined {
  if (/^[\t\x20-\x7e]*$/.test(text)) return text;
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(text)) return undefined;
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text of a header's value as node:http gives it, the inverse of {@link headerText}. */
export function headerAsText(value: string): string {
  return isAscii(value) ? value : Buffer.from(value, "latin1").toString("utf8");
}

/**
 * Whether header lines hold more than ASCII. Node joins a text body to the headers and writes both as UTF-8, which
 * would encode such a line twice: the body has to be bytes then.
 */
export function hasBytes(headers: readonly string[]): boolean {
  // Names never do.
  return headers.some((text, at) => at % 2 === 1 && !isAscii(text));
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[^\0-\x7f]/.test(text);
}
