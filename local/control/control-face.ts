import type { IncomingMessage, RequestListener } from "node:http";
import type { Clock } from "../clock.ts";
import type { Signing } from "../cognito/tokens/signing.ts";
import type { Store } from "../cognito/store.ts";
import type { FunctionLogs } from "../functions/logs.ts";
import type { Services } from "../services.ts";
import type { AccessLogs } from "./access-logs.ts";
import { type Answer, json, redirect, send } from "./answer.ts";
import { dailyMailLine } from "./daily-mail.ts";
import { graphView } from "./graph-view.ts";
import { inboxPage } from "./inbox-page.ts";
import { mailPage } from "./mail-page.ts";
import { moveClock } from "./move-clock.ts";
import { rotateKeys } from "./rotate-keys.ts";
import { routesView } from "./routes-view.ts";

/** What the control face shows and moves (design 5.3). */
export interface ControlOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly signing: Signing;
  readonly functionLogs: FunctionLogs;
  readonly accessLogs: AccessLogs;
  /** What is served at the moment. */
  readonly services: () => Services;
  readonly reset: () => Promise<void>;
}

type Respond = (query: URLSearchParams, body: string) => Answer | Promise<Answer>;

const MAX_BODY_BYTES = 64 * 1024;

/**
 * The runtime's own address: inbox, clock, keys, graph, logs, reset. A request for another host, or from
 * another site's page, is refused: nothing on the web may read codes or move the clock.
 */
export function createControlFace(options: ControlOptions): RequestListener {
  const table = routesOf(options);
  return (request, response) => {
    if (!isOwn(request)) return send(response, json({ message: "Forbidden" }, 403));
    // Put together, not resolved: `//x` is a path here and names no host.
    const target = request.url ?? "";
    const url = target.startsWith("/") ? URL.parse(`http://127.0.0.1${target}`) : null;
    if (!url) return send(response, json({ message: "The address cannot be read." }, 400));
    const methods = table[url.pathname];
    if (!methods)
      return send(response, json({ message: `There is no ${url.pathname} here.` }, 404));
    const respond = methods[request.method ?? ""];
    if (!respond) {
      const allow = Object.keys(methods).join(", ");
      const answer = json({ message: `${url.pathname} takes ${allow}.` }, 405);
      return send(response, { ...answer, headers: { ...answer.headers, allow } });
    }
    readBody(request)
      .then((body) => respond(url.searchParams, body))
      .then(
        (answer) => send(response, answer),
        (error: unknown) => send(response, failed(error)),
      );
  };
}

function routesOf(options: ControlOptions): Record<string, Record<string, Respond>> {
  const { clock, store, signing, functionLogs, accessLogs, services } = options;
  const now = (): Answer => json({ now: new Date(clock.now()).toISOString() });
  return {
    "/": { GET: () => redirect("/inbox") },
    "/messages": {
      GET: (query) => json({ messages: store.messages(query.get("to") ?? undefined) }),
    },
    "/inbox": {
      GET: (query) => {
        const today = dailyMailLine(store.messages(), clock.now());
        return inboxPage(store.messages(query.get("to") ?? undefined), today);
      },
    },
    "/inbox/mail": {
      GET: (query) => mailPage(store.messages().find(({ id }) => id === query.get("id"))),
    },
    "/clock": {
      GET: now,
      POST: (_, body) => moveClock(clock, body) ?? now(),
    },
    "/keys": {
      POST: (_, body) => rotateKeys({ signing, pools: services().userPools.describe() }, body),
    },
    "/graph": { GET: () => json(graphView(services().graph)) },
    "/routes": { GET: () => json(routesView(services().graph)) },
    "/logs": {
      GET: (query) => named(query, "function", (name) => ({ events: functionLogs.events(name) })),
    },
    "/access-log": {
      GET: (query) => named(query, "api", (name) => ({ lines: accessLogs.lines(name) })),
    },
    "/reset": {
      POST: async () => {
        await options.reset();
        return now();
      },
    },
  };
}

/** Whether the request is for this very address and not sent by another site's page. */
function isOwn(request: IncomingMessage): boolean {
  const port = request.socket.localPort;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !own.includes(host.toLowerCase()) || isForeignLoad(request)) {
    return false;
  }
  return origin === undefined || origin === `http://${host.toLowerCase()}`;
}

/** An image or script of another page comes without `Origin`; a link that somebody follows is welcome. */
function isForeignLoad({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return false;
  return headers["sec-fetch-mode"] !== "navigate" || headers["sec-fetch-dest"] !== "document";
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

class TooLarge extends Error {}

function named(query: URLSearchParams, parameter: string, show: (name: string) => object): Answer {
  const name = query.get(parameter);
  if (name) return json(show(name));
  return json({ message: `Say which: ?${parameter}=NAME, the logical name.` }, 400);
}

function failed(error: unknown): Answer {
  if (error instanceof TooLarge) return json({ message: "The body is over 64 kB." }, 413);
  return json({ message: String((error as Error).message) }, 500);
}
