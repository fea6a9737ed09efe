import type { ReadyLine } from "../../../local/ready-line.ts";

/** An access token of the first pool's first client, which has to be a machine. */
export async function machineToken({ userPools: [pool] }: ReadyLine): Promise<string> {
  const [client] = pool?.clients ?? [];
  const basic = Buffer.from(`${client?.id}:${client?.secret}`).toString("base64");
  const answer = await fetch(`${pool?.domain}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  if (answer.status !== 200) throw new Error(`The token endpoint answered ${answer.status}.`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
