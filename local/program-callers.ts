import type { IncomingMessage, ServerResponse } from "node:http";
import { isOwnHost } from "./host-names.ts";

const FORBIDDEN = JSON.stringify({ message: "Forbidden" });

/**
 * Lets in what programs on this machine ask of an embedded service, by the machine's own names or by the service's AWS
 * name, under which no page can be served; answers 403 to everything else.
 * @param service first label of the AWS name, for instance `kms`
 */
export function admitsProgram(
  service: string,
  { headers: { host, origin }, socket }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const awsName = new RegExp(`^${service}\\.[a-z0-9-]+\\.amazonaws\\.com(:\\d+)?$`);
  const isOwn = isOwnHost(host, socket.localPort, []) || awsName.test(host ?? "");
  if (isOwn && origin === undefined) return true;
  response.writeHead(403, { "content-type": "application/json" }).end(FORBIDDEN);
  return false;
}
