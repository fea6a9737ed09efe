/**
 * Identifiers with which functions can be made, as of November 2026. What is deprecated is among them while AWS
 * still takes it: that is a matter of the policies.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, and the list of the provider, which
 * refuses every other by itself
 */
const CREATABLE: ReadonlySet<string> = new Set([
  "nodejs16.x",
  "nodejs18.x",
  "nodejs20.x",
  "nodejs22.x",
  "nodejs24.x",
  "python3.8",
  "python3.9",
  "python3.10",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "java8.al2",
  "java11",
  "java17",
  "java21",
  "java25",
  "dotnet6",
  "dotnet8",
  "dotnet10",
  "ruby3.2",
  "ruby3.3",
  "ruby3.4",
  "provided.al2",
  "provided.al2023",
]);

/** With these AWS has blocked the creation and the update of functions; those that there are run on. */
const BLOCKED: ReadonlySet<string> = new Set([
  "nodejs",
  "nodejs4.3",
  "nodejs4.3-edge",
  "nodejs6.10",
  "nodejs8.10",
  "nodejs10.x",
  "nodejs12.x",
  "nodejs14.x",
  "python2.7",
  "python3.6",
  "python3.7",
  "java8",
  "dotnetcore1.0",
  "dotnetcore2.0",
  "dotnetcore2.1",
  "dotnetcore3.1",
  "dotnet5.0",
  "dotnet7",
  "ruby2.5",
  "ruby2.7",
  "go1.x",
  "provided",
]);

/** Why Lambda makes no function with this runtime, in its words; undefined where it does. */
export function runtimeRefusal(runtime: string): string | undefined {
  if (CREATABLE.has(runtime)) return undefined;
  return BLOCKED.has(runtime)
    ? `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions.`
    : `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set.`;
}
