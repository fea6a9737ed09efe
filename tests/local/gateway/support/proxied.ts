import type { RequestListener } from "node:http";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { answering, type TestBackend, withBackend } from "./backend.ts";
import { type GatewayOptions, type TestGateway, using } from "./gateway.ts";
import { api, graphOf, httpRoute, stage } from "./graph.ts";

/** Serves one HTTP route in front of a backend; `rest` follows the backend's origin in its URI. */
export async function proxied(
  routeKey: string,
  rest: string,
  test: (gateway: TestGateway, backend: TestBackend) => Promise<void>,
  more: {
    readonly answer?: RequestListener;
    readonly integration?: Properties;
    readonly options?: GatewayOptions;
    readonly api?: Properties;
    readonly stage?: Resource;
  } = {},
): Promise<void> {
  await withBackend(more.answer ?? answering(), async (backend) => {
    const graph = graphOf(
      api(more.api),
      more.stage ?? stage(),
      httpRoute(routeKey, `http://127.0.0.1:${backend.port}${rest}`, more.integration),
    );
    await using(graph, more.options ?? {}, (gateway) => test(gateway, backend));
  });
}
