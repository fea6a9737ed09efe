import type { Clock } from "../clock.ts";
import { CreationError } from "../program/creation-error.ts";
import { Graph, type Properties, type Resource } from "../program/graph.ts";
import { USER_POOL } from "../program/types.ts";
import { checkProgram } from "./configuration/program-rules.ts";
import { type ErrorName, ServiceError } from "../json-api/errors.ts";
import { readPools, type UserPool } from "./pool.ts";
import type { Store } from "./store.ts";
import type { StoredResource } from "./tables/resources.ts";

/** A resource as an operation wants it to be. */
export interface Wish {
  /** Pulumi type token. */
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  /** @default what it had before */
  readonly outputs?: Properties;
}

/** When a resource was made and changed, in milliseconds. */
export interface ResourceTimes {
  readonly created: number;
  readonly modified: number;
}

/** The program's pools, clients and what belongs to them, as the JSON API left them, with those that it made. */
export interface Configuration {
  readonly graph: Graph;
  readonly pools: readonly UserPool[];
  /**
   * Makes a resource, or makes it what the wish says.
   * @param origin URN of the pool on whose origin the operation arrived, which serves what is made
   * @throws ServiceError what AWS would refuse; nothing has changed then
   */
  save(wish: Wish, origin: string): void;
  remove(resource: Resource): void;
  timesOf(resource: Resource): ResourceTimes;
  /**
   * URN of the pool whose origin serves this one: itself for a pool of the program, else the one that it was made on,
   * or the program's first when that is gone.
   */
  servedAt(poolUrn: string): string;
}

interface State {
  readonly generation: number;
  readonly rows: ReadonlyMap<string, StoredResource>;
  readonly graph: Graph;
  readonly pools: readonly UserPool[];
}

/**
 * Lays what the store remembers over the program. What the program itself has come to say otherwise about a resource
 * wins, as `pulumi up` would make it win.
 * @throws CreationError for a program with pools or clients that AWS would not create
 */
export function createConfiguration(program: Graph, store: Store, clock: Clock): Configuration {
  checkProgram(program);
  const started = clock.now();
  let state = read();

  function read(): State {
    const stored = store.resources.all();
    const rows = new Map(stored.map((row) => [keyOf(row), row]));
    const graph = stored.length === 0 ? program : new Graph(overlaid(program, rows));
    return { generation: store.generation, rows, graph, pools: readPools(graph) };
  }

  function current(): State {
    if (state.generation !== store.generation) state = read();
    return state;
  }

  /** Writes and looks at the result: pools that cannot be read are not kept. */
  function change(write: () => void): void {
    state = store.transaction(() => {
      write();
      try {
        return read();
      } catch (error) {
        throw error instanceof CreationError ? refusal(error) : error;
      }
    });
  }

  return {
    get graph() {
      return current().graph;
    },
    get pools() {
      return current().pools;
    },
    save: (wish, origin) => {
      const row = wished(wish, { program, state: current(), origin, started, now: clock.now() });
      change(() => store.resources.save(row));
    },
    remove: ({ type, id, inputs, outputs, region, urn }) => {
      const base = program.byId(type, id)?.inputs;
      if (!base) return change(() => store.resources.remove(type, id));
      const now = clock.now();
      const gone = { type, id, region, inputs, outputs, origin: urn, base: JSON.stringify(base) };
      change(() =>
        store.resources.save({ ...gone, isRemoved: true, created: started, modified: now }),
      );
    },
    timesOf: (resource) => {
      const { created = started, modified = started } = current().rows.get(keyOf(resource)) ?? {};
      return { created, modified };
    },
    servedAt: (poolUrn) => {
      if (program.byUrn(poolUrn)) return poolUrn;
      const pool = current().graph.byUrn(poolUrn);
      const origin = pool && current().rows.get(keyOf(pool))?.origin;
      if (origin !== undefined && program.byUrn(origin)) return origin;
      return program.ofType(USER_POOL)[0]?.urn ?? poolUrn;
    },
  };
}

function wished(
  { type, id, inputs, outputs }: Wish,
  args: {
    readonly program: Graph;
    readonly state: State;
    readonly origin: string;
    readonly started: number;
    readonly now: number;
  },
): StoredResource {
  const { program, state, origin, started, now } = args;
  const known = state.graph.byId(type, id);
  const row = state.rows.get(keyOf({ type, id }));
  const base = program.byId(type, id)?.inputs;
  return {
    type,
    id,
    origin: row?.origin ?? origin,
    region: known?.region ?? program.byUrn(origin)?.region ?? "us-east-1",
    inputs,
    outputs: outputs ?? known?.outputs ?? {},
    base: base ? JSON.stringify(base) : null,
    isRemoved: false,
    created: known ? (row?.created ?? started) : now,
    modified: now,
  };
}

function keyOf({ type, id }: Pick<Resource, "type" | "id">): string {
  return `${type} ${id}`;
}

function overlaid(program: Graph, rows: ReadonlyMap<string, StoredResource>) {
  const { recording } = program;
  const kept = recording.resources.flatMap((resource) => {
    const row = rows.get(keyOf(resource));
    if (row?.base !== JSON.stringify(resource.inputs)) return [resource];
    if (row.isRemoved) return [];
    return [{ ...resource, inputs: row.inputs, outputs: { ...resource.outputs, ...row.outputs } }];
  });
  const made = [...rows.values()].filter(
    (row) => row.base === null && !program.byId(row.type, row.id),
  );
  return { ...recording, resources: [...kept, ...made.map(asResource)] };
}

function asResource({ type, id, region, inputs, outputs }: StoredResource): Resource {
  const urn = `urn:local:${type}::${id}`;
  const links = { parent: null, dependsOn: [], secrets: [] };
  return { urn, type, id, region, inputs, outputs, name: String(inputs["name"] ?? id), ...links };
}

function refusal({ code, message }: CreationError): ServiceError {
  return new ServiceError(REFUSALS[code] ?? "InvalidParameterException", message);
}

const REFUSALS: { readonly [code: string]: ErrorName } = {
  FeatureUnavailableInTierException: "FeatureUnavailableInTierException",
};
