/**
 * Encodes decoded text for a path: what may stand in a segment stays, slashes too (H258; RFC 3986 3.3).
 * A broken surrogate pair, which only JSON can hold, becomes U+FFFD.
 */
export function encodePath(text: string): string {
  return text.toWellFormed().replace(/[^\w.~!$&'()*+,;=:@/-]/gu, encodeURIComponent);
}

/** The same for one segment, in which a slash is text. */
export function encodeSegment(text: string): string {
  return encodePath(text).replaceAll("/", "%2F");
}

/** Encodes only what cannot stand in a request target; escapes that are there already stay. */
export function encodeUnsafe(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x7e]|[#<>"\\^`{}|]/gu, encodeURIComponent);
}
