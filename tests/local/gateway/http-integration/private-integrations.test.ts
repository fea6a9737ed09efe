import assert from "node:assert/strict";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { answering, withBackend } from "../support/backend.ts";
import { selfSigned } from "../support/certificate.ts";
import { using } from "../support/gateway.ts";
import { api, graphOf, httpRoute, resource, stage } from "../support/graph.ts";

const elb = "arn:aws:elasticloadbalancing:eu-west-1:123456789012";
const listenerArn = `${elb}:listener/app/internal/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const serviceArn = "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1";

/** A route to something private. */
function privateRoute(
  uri: string,
  integration: Properties = {},
  routeKey = "ANY /{proxy+}",
): Resource[] {
  return httpRoute(routeKey, uri, {
    connectionType: "VPC_LINK",
    connectionId: "link01",
    ...integration,
  });
}

const link = resource("aws:apigatewayv2/vpcLink:VpcLink", "link", "link01", { subnetIds: ["s"] });

/** A Cloud Map service with an instance for each of these attribute sets. */
function cloudMap(...instances: readonly Properties[]): Resource[] {
  return [
    resource("aws:servicediscovery/service:Service", "orders", "srv-1", {}, { arn: serviceArn }),
    ...instances.map((attributes, at) =>
      resource("aws:servicediscovery/instance:Instance", `i${at}`, `i${at}`, {
        serviceId: "srv-1",
        instanceId: `i${at}`,
        attributes,
      }),
    ),
  ];
}

const instance = (port: number): Properties => ({
  AWS_INSTANCE_IPV4: "127.0.0.1",
  AWS_INSTANCE_PORT: String(port),
});

/** A target group with targets. */
function targetGroup(
  name: string,
  inputs: Properties,
  ...targets: readonly Properties[]
): Resource[] {
  const arn = `${elb}:targetgroup/${name}/1`;
  return [
    resource("aws:lb/targetGroup:TargetGroup", name, arn, { port: 80, ...inputs }, { arn }),
    ...targets.map((target, at) =>
      resource(
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        `${name}${at}`,
        `${name}${at}`,
        {
          targetGroupArn: arn,
          ...target,
        },
      ),
    ),
  ];
}

const groupArn = (name: string): string => `${elb}:targetgroup/${name}/1`;

function listener(defaultActions: readonly Properties[], inputs: Properties = {}): Resource {
  const given = { protocol: "HTTP", port: 80, defaultActions, ...inputs };
  return resource("aws:lb/listener:Listener", "front", listenerArn, given, { arn: listenerArn });
}

const forward = (...names: readonly string[]): Properties => ({
  type: "forward",
  forward: { targetGroups: names.map((name) => ({ arn: groupArn(name) })) },
});

describe("gateway: private integrations", () => {
  it("H265: reaches an instance of a Cloud Map service", async () => {
    await withBackend(answering("private"), async ({ port, requests }) => {
      const graph = graphOf(
        api(),
        stage(),
        link,
        cloudMap(instance(port)),
        privateRoute(serviceArn),
      );
      await using(graph, {}, async (gateway) => {
        const reply = await gateway.send("POST", "/a%20b/c?q=1", { body: "x" });
        assert.deepEqual([reply.status, reply.body], [200, "private"]);
        const [request] = requests;
        assert.deepEqual(
          [request?.method, request?.url, request?.body],
          ["POST", "/a%20b/c?q=1", "x"],
        );
        assert.equal(request?.headers["host"], `127.0.0.1:${port}`);
        assert.deepEqual(gateway.api.notServed(), []);
      });
    });
  });

  it("H266, T27: the backend sees the stage in the path, unless the path is mapped", async () => {
    await withBackend(answering(), async ({ port, requests }) => {
      const mapping = { requestParameters: { "overwrite:path": "$request.path" } };
      const graph = graphOf(
        api(),
        stage("test"),
        link,
        cloudMap(instance(port)),
        privateRoute(serviceArn),
        privateRoute(serviceArn, mapping, "GET /mapped"),
      );
      await using(graph, {}, async (gateway) => {
        await gateway.send("GET", "/test/route-path");
        await gateway.send("GET", "/test/mapped");
        assert.deepEqual(
          requests.map(({ url }) => url),
          ["/test/route-path", "/mapped"],
        );
      });
    });
  });

  it("H265: takes turns among instances on loopback, whatever they are called", async () => {
    await withBackend(answering("one"), async (one) => {
      await withBackend(answering("two"), async (two) => {
        const named = { AWS_INSTANCE_CNAME: "localhost", AWS_INSTANCE_PORT: String(two.port) };
        const far = { AWS_INSTANCE_IPV4: "10.0.0.7", AWS_INSTANCE_PORT: "80" };
        const instances = cloudMap(instance(one.port), far, named);
        const graph = graphOf(api(), stage(), link, instances, privateRoute(serviceArn));
        await using(graph, {}, async (gateway) => {
          const bodies: string[] = [];
          for (const path of ["/1", "/2", "/3"])
            bodies.push((await gateway.send("GET", path)).body);
          assert.deepEqual(bodies, ["one", "two", "one"]);
        });
      });
    });
  });

  it("H265: reaches the targets that a listener forwards to", async () => {
    await withBackend(answering("one"), async (one) => {
      await withBackend(answering("two"), async (two) => {
        const graph = graphOf(
          api(),
          stage(),
          link,
          listener([forward("a", "b")]),
          targetGroup("a", { protocol: "HTTP" }, { targetId: "127.0.0.1", port: one.port }),
          targetGroup("b", { protocol: "HTTP", port: two.port }, { targetId: "127.0.0.1" }),
          privateRoute(listenerArn),
        );
        await using(graph, {}, async (gateway) => {
          assert.equal((await gateway.send("GET", "/x")).body, "one");
          assert.equal((await gateway.send("GET", "/x")).body, "two");
        });
      });
    });
  });

  it("H265: a target group of weight 0 gets no requests", async () => {
    await withBackend(answering("all"), async ({ port }) => {
      const groups = [
        { arn: groupArn("none"), weight: 0 },
        { arn: groupArn("all"), weight: 1 },
      ];
      const graph = graphOf(
        api(),
        stage(),
        link,
        listener([{ type: "forward", forward: { targetGroups: groups } }]),
        targetGroup("none", { protocol: "HTTP" }, { targetId: "127.0.0.1", port: 1 }),
        targetGroup("all", { protocol: "HTTP" }, { targetId: "127.0.0.1", port }),
        privateRoute(listenerArn),
      );
      await using(graph, {}, async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).body, "all");
        assert.equal((await gateway.send("GET", "/x")).body, "all");
      });
    });
  });

  it("H265: TLS to the listener ends there; the target group's protocol says what follows", async () => {
    await withBackend(answering("plain"), async ({ port }) => {
      const graph = graphOf(
        api(),
        stage(),
        link,
        listener([{ type: "forward", targetGroupArn: groupArn("a") }], { protocol: "HTTPS" }),
        targetGroup("a", { protocol: "HTTP" }, { targetId: "127.0.0.1", port }),
        privateRoute(listenerArn, { tlsConfig: { serverNameToVerify: "api.test" } }),
      );
      await using(graph, {}, async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).body, "plain");
      });
    });
  });

  describe("over TLS", () => {
    const certificate = selfSigned("orders.internal");
    const trusted = getCACertificates("default");
    before(() => setDefaultCACertificates([certificate.cert]));
    after(() => setDefaultCACertificates(trusted));

    for (const [serverNameToVerify, status] of [
      ["orders.internal", 200],
      ["other.internal", 503],
    ] as const) {
      it(`H265: tlsConfig asks for a certificate of ${serverNameToVerify}: ${status}`, async () => {
        await withBackend(
          answering(),
          async ({ port }) => {
            const integration = privateRoute(serviceArn, { tlsConfig: { serverNameToVerify } });
            const graph = graphOf(api(), stage(), link, cloudMap(instance(port)), integration);
            await using(graph, {}, async (gateway) => {
              assert.equal((await gateway.send("GET", "/x")).status, status);
            });
          },
          certificate,
        );
      });
    }

    it("H265: a TCP listener hands TLS through to its target", async () => {
      await withBackend(
        answering("passed"),
        async ({ port }) => {
          const graph = graphOf(
            api(),
            stage(),
            link,
            listener([forward("a")], { protocol: "TCP" }),
            targetGroup("a", { protocol: "TCP" }, { targetId: "127.0.0.1", port }),
            privateRoute(listenerArn, { tlsConfig: { serverNameToVerify: "orders.internal" } }),
          );
          await using(graph, {}, async (gateway) => {
            assert.equal((await gateway.send("GET", "/x")).body, "passed");
          });
        },
        certificate,
      );
    });
  });

  /** What is private, its resources, and what the line says. */
  const elsewhere: readonly (readonly [string, string, readonly Resource[], RegExp])[] = [
    [
      "a service without an instance on loopback",
      serviceArn,
      cloudMap({ AWS_INSTANCE_IPV4: "10.0.0.7", AWS_INSTANCE_PORT: "80" }),
      /no instance of aws:servicediscovery\/service:Service "orders" is on loopback\. Register an aws\.servicediscovery\.Instance with AWS_INSTANCE_IPV4 "127\.0\.0\.1"/,
    ],
    [
      "a listener whose targets are instances",
      listenerArn,
      [listener([forward("a")]), ...targetGroup("a", {}, { targetId: "i-0abc", port: 80 })],
      /aws:lb\/listener:Listener "front" forwards to no target on loopback\. Attach one/,
    ],
    [
      "a listener that answers by itself",
      listenerArn,
      [listener([{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }])],
      /the default action fixed-response of aws:lb\/listener:Listener "front" is not served here/,
    ],
    [
      "a listener that asks who calls first",
      listenerArn,
      [
        listener([{ type: "authenticate-oidc" }, forward("a")]),
        ...targetGroup("a", {}, { targetId: "127.0.0.1", port: 80 }),
      ],
      /the default action authenticate-oidc/,
    ],
    [
      "a listener of another program",
      listenerArn,
      [],
      /is no listener and no Cloud Map service of this program\. It is served here when/,
    ],
  ];
  for (const [what, uri, resources, line] of elsewhere) {
    it(`design.md 5.2: ${what} is named at start and answers 501`, async () => {
      const graph = graphOf(api(), stage(), link, resources, privateRoute(uri));
      await using(graph, {}, async (gateway) => {
        const { status, body } = await gateway.send("GET", "/x");
        assert.equal(status, 501);
        assert.match(JSON.parse(body).message as string, line);
        assert.match(gateway.api.notServed()[0] ?? "", line);
        assert.equal(gateway.api.notServed().length, 1);
      });
    });
  }
});
