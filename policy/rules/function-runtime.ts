import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { FUNCTION } from "../types.ts";

/**
 * Oldest version of each runtime that still gets security fixes, as of November 2026; `dotnetcore`, `go` and Python 2
 * are gone whole. Newer versions need no new entry.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const OLDEST: Readonly<Record<string, string>> = {
  nodejs: "22.x",
  python: "3.11",
  java: "11",
  dotnet: "10",
  ruby: "3.3",
};
/** Names that hold no version to compare. */
const SUPPORTED = new Set(["provided.al2023", "java8.al2"]);
const RUNTIME = /^(?<family>[a-z]+)(?<version>\d[\d.]*)/;

export const FUNCTION_RUNTIME_RULES: readonly Rule[] = [
  {
    id: "fn-runtime",
    scope: "resource",
    types: [FUNCTION],
    description: "Every function runs on a runtime that AWS still supports.",
    why: "A runtime past its end gets no security fixes.",
    remedy: "Move to the newest LTS runtime, nodejs24.x for instance.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 1,
    unknown: "plain",
    ids: [
      "Lambda.2",
      "nag:AwsSolutions-L1",
      "nag:Serverless-LambdaLatestVersion",
      "CKV_AWS_363",
      "prow:awslambda_function_using_supported_runtimes",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-2",
    applies: isZip,
    checks: [
      function* (handler) {
        const runtime = handler.text("runtime");
        if (!isSupported(runtime)) yield handler.violation("runtime", wantedFor(runtime));
      },
    ],
  },
];

/** An image brings its runtime along. */
export function isZip(handler: Resource): boolean {
  return !handler.has("imageUri") && handler.text("packageType", "Zip") !== "Image";
}

function isSupported(runtime: string): boolean {
  if (SUPPORTED.has(runtime)) return true;
  const { family = "", version = "" } = RUNTIME.exec(runtime)?.groups ?? {};
  const oldest = OLDEST[family];
  return oldest !== undefined && compare(version, oldest) >= 0;
}

function wantedFor(runtime: string): string {
  const { family = "" } = RUNTIME.exec(runtime)?.groups ?? {};
  const oldest = OLDEST[family];
  return oldest === undefined ? "a supported runtime" : `${family}${oldest} or later`;
}

function compare(version: string, other: string): number {
  const [a, b] = [version, other].map((text) => text.split(".").map(Number));
  const [majorA = 0, minorA = 0] = a ?? [];
  const [majorB = 0, minorB = 0] = b ?? [];
  return majorA - majorB || (minorA || 0) - (minorB || 0);
}
