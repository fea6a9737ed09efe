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
 * A part of a header's value without the blanks around it (OWS, RFC 9110 5.6.3). `trim` would take bytes of UTF-8 off as
 * well, and a pattern for the end would look at inner blanks again and again.
 */
export function trimBlanks(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value, start)) start += 1;
  while (end > start && isBlank(value, end - 1)) end -= 1;
  return value.slice(start, end);
}

function isBlank(value: string, at: number): boolean {
  return value[at] === " " || value[at] === "\t";
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
