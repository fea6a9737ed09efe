import type { Options } from "./options.ts";
import type { ReadyLine } from "./ready-line.ts";

/** What a person at a terminal is shown once everything answers. */
export function startScreen(ready: ReadyLine, options: Pick<Options, "stack" | "watch">): string {
  const rows: (readonly [string, string])[] = [
    ...ready.apis.map(({ name, url }) => [`API ${name}`, url] as const),
    ...ready.userPools.map(({ name, domain, endpoint }) =>
      domain ? ([`Sign-in ${name}`, domain] as const) : ([`User pool ${name}`, endpoint] as const),
    ),
    ...ready.identityPools.map(
      ({ name, endpoint }) => [`Identity pool ${name}`, endpoint] as const,
    ),
    ...(ready.dynamodb === undefined ? [] : [["DynamoDB", ready.dynamodb] as const]),
    ...(ready.kms === undefined ? [] : [["KMS", ready.kms] as const]),
    ["Inbox", ready.inbox],
    ["Control", ready.control],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, address]) => `  ${label.padEnd(width)}   ${address}`);
  const first = ready.apis[0];
  const what = ready.userPools.length > 0 ? "sign up and call the API" : "call the API";
  const next = first ? [`Open ${first.url} in a browser to ${what}.`] : [];
  const watching = options.watch ? ["Edits are served as you save them."] : [];
  return `\nServing the stack "${options.stack}" on this machine:\n\n${lines.join("\n")}\n\n${[...next, ...watching, "Stop with Ctrl+C."].join("\n")}\n`;
}
