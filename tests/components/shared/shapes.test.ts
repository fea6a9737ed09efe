import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  any,
  callable,
  fields,
  items,
  list,
  needed,
  object,
  type Shape,
  table,
  text,
} from "../../../components/shared/shapes";

const said = (shape: Shape, value: unknown, path = "a"): (string | undefined)[] => [
  ...shape.problems(path, value),
];

describe("the shape of an argument", () => {
  const wrong: readonly (readonly [string, Shape, unknown, string])[] = [
    ["a text", text, 5, "a is 5: it must be a text."],
    ["a text, null", text, null, "a is null: it must be a text, or left out."],
    ["a needed text, null", needed(text), null, "a is null: it must be a text."],
    ["a text, as an Output", text, pulumi.output("x"), "a is an Output: it must be a text."],
    ["a function", callable, "f", 'a is "f": it must be a function.'],
    ["an object", object, [], "a is a list: it must be an object."],
    ["an object, as an Output", object, pulumi.output({}), "a is an Output: it must be an object."],
    [
      "an object, as a promise",
      object,
      Promise.resolve({}),
      "a is an object: it must be an object.",
    ],
    ["a list", list(text), { 0: "x" }, "a is an object: it must be a list."],
    ["a text in a list", list(text), ["x", 5], "a[1] is 5: it must be a text."],
    ["an item of a list", list(text), [undefined], "a[0] is missing: it must be a text."],
    ["an item of a list with its own check", items(text), [5], "a[0] is 5: it must be a text."],
    ["an entry of a table", table(text), { b: true }, 'a["b"] is true: it must be a text.'],
    ["any value, null", any, null, "a is null: it must be given, or left out."],
    ["a needed text", needed(text), undefined, "a is missing: it must be a text."],
    ["a needed value", needed(), undefined, "a is missing: it must be given."],
    ["a field", fields({ b: text }), { b: () => 0 }, "a.b is a function: it must be a text."],
    ["a name", fields({ bear: text }), { beer: "x" }, "a.beer is unknown: did you mean bear?"],
  ];
  for (const [what, shape, value, message] of wrong) {
    it(`is judged: ${what}`, () => assert.deepEqual(said(shape, value)[0], message));
  }

  it("has no path for the arguments as a whole", () => {
    assert.deepEqual(
      said(needed(fields({ b: text })), undefined, "")[0],
      "args is missing: it must be an object.",
    );
    assert.deepEqual(said(fields({ b: text }), { b: 5 }, ""), ["b is 5: it must be a text."]);
  });

  it("takes what is left out, and what fits", () => {
    const whole = fields({ a: text, b: list(text), c: table(any), d: callable, e: items(text) });
    const right = {
      a: "x",
      b: ["y"],
      c: { d: pulumi.output(1), e: undefined },
      d: () => 0,
      e: "z",
    };
    for (const value of [undefined, {}, right]) assert.deepEqual(said(whole, value), []);
  });
});
