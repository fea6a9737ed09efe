/** Printable ASCII without the quote and the backslash: most texts, of which nothing has to be escaped. */
const plain = /^[ !#-[\]-~]*$/;
/** Beyond it JSON.stringify is quicker than a look at every character. */
const shortLength = 64;

/** Whether a text stands in JSON, or in a log, as it is. */
export function isPlain(text: string): boolean {
  return plain.test(text);
}

/** A text as JSON. */
export function jsonText(text: string): string {
  return text.length <= shortLength && plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** A header's value as JSON. Of all that is escaped there, a header can hold these three (RFC 9110 5.5). */
export function jsonHeader(value: string): string {
  return /["\\\t]/.test(value) ? JSON.stringify(value) : `"${value}"`;
}
