import { isLoopback } from "../../loopback.ts";
import {
  type Graph,
  members,
  type Properties,
  type Resource,
  text,
  type Value,
} from "../../program/graph.ts";
import { type Backend, createBackend } from "./backend.ts";

/** The targets of a private integration on this machine, or why there is none. */
export type PrivateBackends =
  readonly [Backend, ...(readonly Backend[])] | { readonly reason: string };

/** A private integration, as far as it says where requests go. */
export interface PrivateIntegration {
  /** ARN of a load balancer's listener or of a Cloud Map service (H265). */
  readonly uri: string;
  /** Requests go over TLS. */
  readonly hasTls: boolean;
  /** Name that the certificate must have instead of the target's. */
  readonly serverName: string | undefined;
}

/**
 * Finds what a private integration reaches. Nothing here is inside a VPC, so only targets on loopback are reached
 * (design.md 5.2); what else is registered is left out.
 */
export function findPrivateBackends(
  graph: Graph,
  integration: PrivateIntegration,
): PrivateBackends {
  const service = graph
    .ofType("aws:servicediscovery/service:Service")
    .find(({ outputs }) => outputs["arn"] === integration.uri);
  if (service) return chosen(instancesOf(graph, service, integration), instanceAdvice(service));
  const listener = listenerTypes
    .flatMap((type) => graph.ofType(type))
    .find(({ outputs }) => outputs["arn"] === integration.uri);
  if (listener) return targetsOf(graph, listener, integration);
  return {
    reason:
      `${integration.uri} is no listener and no Cloud Map service of this program. ` +
      "It is served here when the program makes it and one of its targets is on loopback",
  };
}

const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const targetGroupTypes = ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"];
const attachmentTypes = [
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "aws:alb/targetGroupAttachment:TargetGroupAttachment",
];

function chosen(targets: readonly Backend[], advice: string): PrivateBackends {
  const [first, ...more] = targets.filter(({ hostname }) => isLoopback(hostname));
  return first ? [first, ...more] : { reason: advice };
}

function instanceAdvice({ type, name }: Resource): string {
  return (
    `no instance of ${type} "${name}" is on loopback. Register an aws.servicediscovery.Instance with ` +
    'AWS_INSTANCE_IPV4 "127.0.0.1" and AWS_INSTANCE_PORT to serve it here'
  );
}

function targetAdvice({ type, name }: Resource): string {
  return (
    `${type} "${name}" forwards to no target on loopback. Attach one with aws.lb.TargetGroupAttachment, ` +
    'targetId "127.0.0.1" and its port, to serve it here'
  );
}

function instancesOf(
  graph: Graph,
  service: Resource,
  { hasTls, serverName }: PrivateIntegration,
): readonly Backend[] {
  return graph
    .where("aws:servicediscovery/instance:Instance", "serviceId", service.id)
    .map(({ inputs }) => {
      const attributes = members(inputs["attributes"]);
      const hostname = ["AWS_INSTANCE_IPV4", "AWS_INSTANCE_IPV6", "AWS_INSTANCE_CNAME"]
        .map((name) => text(attributes[name]))
        .find((value) => value !== undefined);
      const port = portOf(attributes["AWS_INSTANCE_PORT"]) ?? (hasTls ? 443 : 80);
      return createBackend({ isTls: hasTls, hostname: hostname ?? "", port, serverName });
    });
}

function targetsOf(
  graph: Graph,
  listener: Resource,
  integration: PrivateIntegration,
): PrivateBackends {
  const actions = listOf(listener.inputs["defaultActions"]);
  const other = actions.map(({ type }) => text(type)).find((type) => type !== "forward");
  if (other !== undefined) {
    return {
      reason: `the default action ${other} of ${listener.type} "${listener.name}" is not served here`,
    };
  }
  const groupArns = new Set(actions.flatMap(groupArnsOf));
  const groups = targetGroupTypes
    .flatMap((type) => graph.ofType(type))
    .filter(({ outputs }) => groupArns.has(text(outputs["arn"])));
  const targets = groups.flatMap((group) => targetsIn(graph, group, listener, integration));
  return chosen(targets, targetAdvice(listener));
}

// What the load balancer would do between listener and target is done here.
function targetsIn(
  graph: Graph,
  group: Resource,
  listener: Resource,
  { hasTls, serverName }: PrivateIntegration,
): readonly Backend[] {
  const isPassedThrough = (text(listener.inputs["protocol"]) ?? "").startsWith("TCP");
  const groupProtocol = text(group.inputs["protocol"]) ?? "";
  const isTls = isPassedThrough ? hasTls : /^(?:HTTPS|TLS)$/.test(groupProtocol);
  return attachmentTypes
    .flatMap((type) => graph.where(type, "targetGroupArn", group.outputs["arn"] ?? null))
    .map(({ inputs }) =>
      createBackend({
        isTls,
        hostname: text(inputs["targetId"]) ?? "",
        port: portOf(inputs["port"]) ?? portOf(group.inputs["port"]) ?? (isTls ? 443 : 80),
        serverName,
      }),
    );
}

// A target group of weight 0 gets no requests.
function groupArnsOf(action: Properties): readonly (string | undefined)[] {
  const groups = listOf(members(action["forward"])["targetGroups"]).filter(
    ({ weight }) => weight !== 0,
  );
  return [action["targetGroupArn"], ...groups.map(({ arn }) => arn)].map(text);
}

function listOf(value: Value | undefined): readonly Properties[] {
  return Array.isArray(value) ? (value as readonly Value[]).map(members) : [];
}

function portOf(value: Value | undefined): number | undefined {
  const port = Number(value ?? Number.NaN);
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}
