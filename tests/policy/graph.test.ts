import { deepEqual } from "node:assert/strict";
import { Neighbours } from "../../policy/graph.ts";
import { Resource } from "../../policy/resource.ts";
import { FUNCTION, PERMISSION, SCALING_TARGET, TABLE } from "../../policy/types.ts";
import { UNKNOWN, type Value } from "../../policy/values.ts";
import { graphOf, resource, type Stack } from "./support/stack.ts";

const TABLES: Stack = [
  resource(TABLE, "orders", { id: "orders", arn: "arn:aws:dynamodb:eu-west-1:1:table/orders" }),
  resource(TABLE, "orders-old", { id: "orders-old" }),
];

/** Names of the tables that a scaling target's text points at. */
function tablesIn(text: Value): readonly string[] {
  const target = resource(SCALING_TARGET, "scaling", { resourceId: text });
  const neighbours = new Neighbours(graphOf([...TABLES, target]), []);
  const found = neighbours.targets(new Resource(target, []), "resourceId", TABLE);
  return found.map(({ facts }) => facts.name);
}

describe("the graph of a stack", () => {
  it("finds a resource by its id in a text, but not by a part of a word", () => {
    deepEqual(tablesIn("table/orders"), ["orders"]);
    deepEqual(tablesIn("table/orders-old"), ["orders-old"]);
    deepEqual(tablesIn("table/reorders"), []);
  });

  it("finds a resource by its ARN, in lists and objects as well", () => {
    deepEqual(tablesIn([{ arn: "arn:aws:dynamodb:eu-west-1:1:table/orders/index/by-day" }]), [
      "orders",
    ]);
  });

  it("finds a resource by its name where that is the whole text", () => {
    const handler = resource(FUNCTION, "a", { name: "hello" });
    const permission = (name: string) => resource(PERMISSION, name, { function: name });
    const stack = [handler, permission("hello"), permission("say-hello")];
    const sources = new Neighbours(graphOf(stack), []).sources(
      new Resource(handler, []),
      PERMISSION,
      "function",
    );
    deepEqual(
      sources.map(({ facts }) => facts.name),
      ["hello"],
    );
  });

  it("finds a resource by the dependency while the value is not known", () => {
    const from = resource(
      SCALING_TARGET,
      "scaling",
      { resourceId: UNKNOWN },
      { resourceId: [TABLE, "orders"] },
    );
    const neighbours = new Neighbours(graphOf([...TABLES, from]), []);
    deepEqual(
      neighbours
        .targets(new Resource(from, []), "resourceId", TABLE)
        .map(({ facts }) => facts.name),
      ["orders"],
    );
  });
});
