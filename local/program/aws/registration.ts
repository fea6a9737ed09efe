import type { Properties, Resource, Value } from "../graph.ts";
import { ACCOUNT_ID, autoname, hexId } from "../names.ts";

/** A registration, as far as the provider's answer depends on it. */
export interface Registration {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  readonly region: string;
  readonly inputs: Properties;
  /** Id of a resource that was read or imported. */
  readonly givenId: string | undefined;
  /** A resource registered before, by its physical id. */
  readonly find: (type: string, id: string) => Resource | undefined;
  /** The local address of an API. */
  readonly addressOf: ((urn: string) => string | Promise<string>) | undefined;
}

/** The id that a resource gets, and the properties that its provider computes. */
export interface Attributes {
  readonly id: string;
  readonly outputs: Properties;
}

/** Computes without waiting for anything. */
export type ComputeAtOnce = (registration: Registration) => Attributes;

/** Computes the attributes of one resource. */
export type Compute = (registration: Registration) => Attributes | Promise<Attributes>;

/** How the attributes of some resource types are computed, by type token. */
export type AttributeTable = Readonly<Record<string, Compute>>;

/** An input of type text; empty texts count as absent. */
export function given(registration: Registration, property: string): string | undefined {
  const value = registration.inputs[property];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The physical name: the stated one, that of a resource that was read, or one as Pulumi makes it. */
export function nameOf(registration: Registration, property = "name"): string {
  const prefix = given(registration, `${property}Prefix`);
  return (
    given(registration, property) ??
    registration.givenId ??
    (prefix ? prefix + hexId(registration.urn, 26) : autoname(registration.name, registration.urn))
  );
}

/** The id of a resource that was read, else the one that is made here. */
export function idOf(registration: Registration, made: string): string {
  return registration.givenId ?? made;
}

/** An ARN in the resource's region and the recorded account. */
export function regionalArn(registration: Registration, service: string, resource: string): string {
  return `arn:aws:${service}:${registration.region}:${ACCOUNT_ID}:${resource}`;
}

/** An ARN of a service without regions. */
export function globalArn(service: string, resource: string): string {
  return `arn:aws:${service}::${ACCOUNT_ID}:${resource}`;
}

/** A resource whose id is its name and whose ARN ends in it. */
export function namedResource(service: string, kind: string): ComputeAtOnce {
  return (registration) => {
    const name = nameOf(registration);
    return { id: name, outputs: { name, arn: regionalArn(registration, service, kind + name) } };
  };
}

/** A resource whose id is its ARN. */
export function arnResource(service: string, kind: string): ComputeAtOnce {
  return (registration) => {
    const made = regionalArn(
      registration,
      service,
      kind + nameOf({ ...registration, givenId: undefined }),
    );
    const arn = idOf(registration, made);
    const name = given(registration, "name") ?? arn.slice(arn.lastIndexOf(kind.at(-1) ?? ":") + 1);
    return { id: arn, outputs: { name, arn } };
  };
}

/** A resource with an id such as `vpc-0f3a…`, and an ARN that ends in it. */
export function prefixedResource(
  prefix: string,
  kind: string,
  more?: (r: Registration) => Properties,
): Compute {
  return (registration) => {
    const id = idOf(registration, `${prefix}-0${hexId(registration.urn, 16)}`);
    const arn = regionalArn(registration, "ec2", `${kind}/${id}`);
    return { id, outputs: { arn, ownerId: ACCOUNT_ID, ...more?.(registration) } };
  };
}

/** The texts of a list among the inputs. */
export function listed(registration: Registration, property: string): readonly Value[] {
  const value = registration.inputs[property];
  return Array.isArray(value) ? value : [];
}
