/** Names that an API has on AWS. */
export interface ApiNames {
  readonly apiId: string;
  readonly region: string;
}

/** Whether a request to this port, with this `Host`, is for the API. */
export type HostCheck = (host: string | undefined, port: number) => boolean;

/**
 * Decides by `Host` (H295): an API answers to this machine's names with the port, to the default endpoint that they
 * stand for. Custom domain names come before (`dispatch.ts`). A browser on a rebound name finds nothing here (G052, O116).
 */
export function createHostCheck(names: ApiNames): HostCheck {
  const byPort = new Map<number, ReadonlySet<string>>();
  return (host, port) => {
    if (host === undefined) return false;
    let hosts = byPort.get(port);
    if (!hosts) byPort.set(port, (hosts = allowedHosts(names, port)));
    return hosts.has(host) || hosts.has(host.toLowerCase());
  };
}

/** Values of `Host` that an API's port answers to, in lower case. */
function allowedHosts(names: ApiNames, port: number): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const local of ["127.0.0.1", "localhost"]) {
    hosts.add(`${local}:${port}`);
    if (port === 80) hosts.add(local);
  }
  const endpoint = defaultEndpoint(names.apiId, names.region);
  for (const suffix of ["", ":443", `:${port}`]) hosts.add(endpoint + suffix);
  return hosts;
}

/** Host name of an API's default endpoint (H1). */
function defaultEndpoint(apiId: string, region: string): string {
  return `${apiId}.execute-api.${region}.amazonaws.com`;
}

/** A `Host` without its port, in lower case, as `requestContext.domainName` has it (H148). */
export function hostName(host: string): string {
  const colon = host.lastIndexOf(":");
  const hasPort = colon >= 0 && !host.endsWith("]");
  return (hasPort ? host.slice(0, colon) : host).toLowerCase();
}
