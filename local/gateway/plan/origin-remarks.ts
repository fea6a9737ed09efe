import { members, type Resource, texts } from "../../program/graph.ts";

/** A line for each allowed origin that no page has: a slash at its end, or a sub-domain wildcard (H216). */
export function originRemarks({ type, name, inputs }: Resource): readonly string[] {
  return texts(members(inputs["corsConfiguration"])["allowOrigins"])
    .filter((origin) => !wildcards.has(origin) && !isOrigin(origin))
    .map(
      (origin) =>
        `${type} "${name}": corsConfiguration.allowOrigins "${origin}" is the origin of no page. ` +
        "Write scheme, host and port as browsers do (https://www.example.com), or *, https://*, http://*.",
    );
}

const wildcards: ReadonlySet<string> = new Set(["*", "https://*", "http://*"]);

// Apps have schemes of their own, for which a URL tells no origin.
function isOrigin(origin: string): boolean {
  if (!/^https?:/i.test(origin)) return /^[a-z][a-z\d+.-]*:\/\//.test(origin);
  return !origin.includes("*") && URL.canParse(origin) && new URL(origin).origin === origin;
}
