import type http from "node:http";
import type https from "node:https";
import { createRequire, registerHooks, syncBuiltinESMExports } from "node:module";

type Origins = ReadonlyMap<string, URL>;

/**
 * Sends requests for AWS host names of the graph to the local origins that stand for them, whether
 * they are made by `fetch` or by `node:https`, which the AWS SDK uses. They keep their `Host`, which
 * chooses among domain names. Other hosts are reached as they are.
 */
export function answerAwsHosts(hosts: Readonly<Record<string, string>>): void {
  const origins = new Map(
    Object.entries(hosts).map(([host, origin]) => [host, new URL(origin)] as const),
  );
  redirectFetch(origins);
  // Loading `node:https` takes as long as all of the rest, and many functions never do.
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === "https" || specifier === "node:https") {
        hooks.deregister();
        redirectHttps(origins);
      }
      return next(specifier, context);
    },
  });
}

/** Where Node's `fetch` finds its connections; it exists once `fetch` or one of its classes is loaded. */
const DISPATCHER = Symbol.for("undici.globalDispatcher.1");

interface DispatchOptions {
  readonly origin: string | URL;
  /** Names and values in turn, or a map. */
  readonly headers?: readonly string[] | Readonly<Record<string, string>>;
}

interface Dispatcher {
  dispatch(options: DispatchOptions, handler: unknown): boolean;
}

/** Below `fetch` itself, so that requests with streams, and the answer's `url`, stay what they are. */
function redirectFetch(origins: Origins): void {
  const { fetch } = globalThis;
  let isRedirected = false;
  globalThis.fetch = (input, init) => {
    if (!isRedirected) {
      isRedirected = true;
      void globalThis.Request;
      const dispatcher = (globalThis as { [DISPATCHER]?: Dispatcher })[DISPATCHER];
      if (dispatcher) redirectDispatcher(dispatcher, origins);
    }
    return fetch(input, init);
  };
}

function redirectDispatcher(dispatcher: Dispatcher, origins: Origins): void {
  const dispatch = dispatcher.dispatch.bind(dispatcher);
  dispatcher.dispatch = (options, handler) => {
    const { protocol, hostname, host } = new URL(options.origin);
    const origin = protocol === "https:" ? origins.get(hostname) : undefined;
    if (!origin) return dispatch(options, handler);
    const { headers = [] } = options;
    const pairs = Array.isArray(headers) ? headers : Object.entries(headers).flat();
    return dispatch(
      { ...options, origin: origin.origin, headers: [...pairs, "host", host] },
      handler,
    );
  };
}

type Listener = (answer: http.IncomingMessage) => void;

function redirectHttps(origins: Origins): void {
  const require = createRequire(import.meta.url);
  const plain = require("node:http") as typeof http;
  const secure = require("node:https") as typeof https;
  const { request } = secure;
  const redirected = (...args: unknown[]): http.ClientRequest => {
    const { options, listener } = requestOptions(args);
    const host = String(options.hostname ?? options.host ?? "");
    const origin = origins.get(host);
    if (!origin) return Reflect.apply(request, secure, args);
    const { agent: _, protocol: __, host: ___, port: ____, ...rest } = options;
    const redirectedRequest = plain.request(
      { ...rest, hostname: origin.hostname, port: origin.port },
      listener,
    );
    redirectedRequest.setHeader("host", host);
    return redirectedRequest;
  };
  secure.request = redirected as typeof https.request;
  secure.get = ((...args: unknown[]) => {
    const getRequest = redirected(...args);
    getRequest.end();
    return getRequest;
  }) as typeof https.request;
  syncBuiltinESMExports();
}

/** `request(url, options, listener)`, of which any one may be missing but not all. */
function requestOptions(args: readonly unknown[]) {
  const [first] = args;
  const url = typeof first === "string" ? new URL(first) : first instanceof URL ? first : undefined;
  const stated = args.find((value) => typeof value === "object" && value !== null && value !== url);
  const listener = args.find((value) => typeof value === "function") as Listener | undefined;
  const located = url ? { hostname: url.hostname, path: url.pathname + url.search } : {};
  return { options: { ...located, ...(stated as https.RequestOptions | undefined) }, listener };
}
