/** Types besides `text/*` that reach the function as text (H154). */
const textTypes: ReadonlySet<string> = new Set([
  "application/json",
  "application/xml",
  "application/javascript",
  "application/graphql",
]);

/**
 * Whether a body of this `content-type` reaches the function as text; otherwise as base64 (H154).
 * The bytes decide nothing. No type at all means base64, and so does a form (H155).
 * @param suffixTypes switch U29: `+json` and `+xml` count as text (H156)
 */
export function isTextType(contentType: string | undefined, suffixTypes: boolean): boolean {
  if (contentType === undefined) return false;
  const [type = "", ...parameters] = contentType.toLowerCase().split(";");
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8") return false;
  const name = type.trim();
  return (
    name.startsWith("text/") ||
    textTypes.has(name) ||
    (suffixTypes && (name.endsWith("+json") || name.endsWith("+xml")))
  );
}
