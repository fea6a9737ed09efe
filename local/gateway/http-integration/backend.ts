import { isIP } from "node:net";

/** Where an HTTP integration's requests go. */
export interface Backend {
  readonly isTls: boolean;
  /** A name, or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Value of `Host` (H260). */
  readonly host: string;
  /** Name that the certificate must have (H262); empty when it must have the address. */
  readonly serverName: string;
}

/** Makes a backend. @param args.serverName where it is not the host's name */
export function createBackend(args: {
  readonly isTls: boolean;
  readonly hostname: string;
  readonly port: number;
  readonly serverName?: string | undefined;
}): Backend {
  const { isTls, hostname, port } = args;
  const name = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return {
    isTls,
    hostname,
    port,
    host: port === (isTls ? 443 : 80) ? name : `${name}:${port}`,
    serverName: args.serverName ?? (isIP(hostname) === 0 ? hostname : ""),
  };
}

/**
 * Reads an HTTP integration's URI, stage variables already in it.
 * @returns the backend and what follows it in the URI, still with `{name}`; undefined when it is no HTTP address
 */
export function parseHttpUri(
  uri: string,
): { readonly backend: Backend; readonly rest: string } | undefined {
  const [, authority = "", rest = ""] = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(uri) ?? [];
  // A client must not choose the host, so none is made of a path parameter.
  if (!URL.canParse(authority) || /[{}@]/.test(authority)) return undefined;
  const { protocol, hostname, port } = new URL(authority);
  const isTls = protocol === "https:";
  return {
    backend: createBackend({
      isTls,
      hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
      port: port === "" ? (isTls ? 443 : 80) : Number(port),
    }),
    rest,
  };
}

/** The backend that answers here for an AWS host name of the graph, asked by that name; others are asked themselves. */
export function answeredHere(backend: Backend, origins: ReadonlyMap<string, string>): Backend {
  const origin = backend.isTls ? origins.get(backend.hostname) : undefined;
  if (origin === undefined) return backend;
  const { hostname, port } = new URL(origin);
  return { ...backend, isTls: false, hostname, port: Number(port) };
}
