import { findFunction } from "../../gateway/lambda-integration/function-uri.ts";
import { type Graph, members, type Resource, text, texts } from "../../program/graph.ts";
import { FUNCTION } from "../../program/types.ts";
import type { RouteRow } from "../route-rows.ts";
import type { Metered } from "./charge.ts";
import { PRICES } from "./prices.ts";
import { ASSUMED, type Usage } from "./usage.ts";

const DEFAULT_MEMORY_MB = 128;

/** Calls that X-Ray traces of a function: one in every second, and five percent of the others. */
const SECONDS_A_MONTH = 30 * 86_400;
const SAMPLED_SHARE = 0.05;

/** A function and how often it is called in a month. */
export interface Called {
  readonly function: Resource;
  readonly calls: number;
}

/** The functions behind routes, requests spread evenly over these, and the triggers of the pool. */
export function calledFunctions(
  graph: Graph,
  rows: readonly RouteRow[],
  pool: Resource | undefined,
  { users, requests }: Usage,
): readonly Called[] {
  const triggers = pool ? triggersOf(graph, pool) : [];
  return [
    ...rows.flatMap((row) => {
      const found = graph.ofType(FUNCTION).find(({ name }) => name === row.function);
      return found ? [{ function: found, calls: requests / rows.length }] : [];
    }),
    ...triggers.map((found) => ({ function: found, calls: users * ASSUMED.triggerCallsPerUser })),
  ];
}

function triggersOf(graph: Graph, pool: Resource): readonly Resource[] {
  const arns = Object.values(members(pool.inputs["lambdaConfig"])).map(
    (value) => text(value) ?? text(members(value)["lambdaArn"]) ?? "",
  );
  // The pre-token function may be named in two places.
  return [...new Set(arns)].flatMap((arn) => findFunction(graph, arn, {})?.function ?? []);
}

/** What Lambda and X-Ray are paid for. */
export function functionCharges(
  called: readonly Called[],
  { milliseconds }: Usage,
): readonly Metered[] {
  const work = (isArm: boolean): number =>
    sum(
      called
        .filter((one) => isArm64(one.function) === isArm)
        .map((one) => one.calls * milliseconds * memoryOf(one.function)),
    );
  const arm64 = { what: "Functions' work, arm64", quantity: work(true), price: PRICES.arm64Work };
  const spent = Math.min(arm64.quantity, arm64.price.free);
  const x86 = { what: "Functions' work, x86_64", quantity: work(false), price: PRICES.x86Work };
  return [
    {
      what: "Calls of functions",
      quantity: sum(called.map(({ calls }) => calls)),
      price: PRICES.functionCalls,
    },
    arm64,
    // Both kinds share one allowance.
    { ...x86, free: x86.price.free - spent },
    { what: "Traces of functions", quantity: sum(called.map(tracesOf)), price: PRICES.traces },
  ];
}

function tracesOf({ function: { inputs }, calls }: Called): number {
  if (members(inputs["tracingConfig"])["mode"] !== "Active") return 0;
  const first = Math.min(calls, SECONDS_A_MONTH);
  return first + (calls - first) * SAMPLED_SHARE;
}

function isArm64({ inputs }: Resource): boolean {
  return texts(inputs["architectures"]).includes("arm64");
}

function memoryOf({ inputs }: Resource): number {
  const size = inputs["memorySize"];
  return typeof size === "number" ? size : DEFAULT_MEMORY_MB;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
