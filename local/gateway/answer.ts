/** An HTTP answer before the gateway adds its own headers. */
export interface Answer {
  readonly status: number;
  /** Names and values in turn, as node:http writes them; no content-length, date or request id. */
  readonly headers: readonly string[];
  /** A text is written together with the headers; bytes where the body or a header is not plain text. */
  readonly body: string | Buffer;
  /** Bytes that an answer to HEAD announces. @default those of the body */
  readonly announcedLength?: number;
}

/** Whether the gateway writes this header itself, whatever the integration says (H286). @param name in lower case */
export function isComputed(name: string): boolean {
  return computed.has(name);
}

const computed: ReadonlySet<string> = new Set(["date", "content-length", "apigw-requestid"]);
