import * as crypto from "node:crypto";
import { createHash } from "node:crypto";
import { EOL } from "node:os";
import * as jose from "jose";
import { decodeJwt } from "jose";
import type { AnyHandler } from "../../../../components/function/function-code";
import { json } from "../../../../handlers/response";
import * as shapes from "./shapes";
import { area, Level, sizes } from "./shapes";
import { ways } from "./way";

/** Ways of writing a handler that serialise and answer as the source does, at the first call and at the next. */

const token = "e30.eyJzdWIiOiJhZGEifQ.e30";
const settings = { greeting: "hello", deep: { list: [1, 2, { a: "b" }] } };
const frozen = Object.freeze({ size: 3 });
const odd = { nan: NaN, infinite: -Infinity, zero: -0, none: undefined, nothing: null };
// eslint-disable-next-line no-sparse-arrays
const sparse = [1, , 3];
const cyclic: { self?: unknown; readonly name: string } = { name: "c" };
cyclic.self = cyclic;
const shared = { x: 1 };
const twice = [shared, shared];
const person = {
  first: "Ada",
  get greeting() {
    return `I am ${this.first}`;
  },
  shout() {
    return this.greeting.toUpperCase();
  },
};
const accessor = {
  stored: 1,
  set value(value: number) {
    this.stored = value;
  },
};
const bare = Object.assign(Object.create(null) as object, { a: 1 });
const inherited = Object.create(person) as typeof person;
const hidden = Object.defineProperty({ a: 1 }, "b", { value: 2 }) as { a: number; b?: number };
const keyed = { "a-b": () => 2, ["c" + "d"]: () => 3, 5: () => 4 };
const pattern = /^h/g;
const quoted = new RegExp("a/b\"'`", "u");
const tricky = "</script>\u2028`${x}`\\ \ud800 'q' \"";
const later = Promise.resolve(7);
const list = Object.assign([1, 2], { extra: 3 });
const counting = Object.assign(() => (counting.calls += 1), { calls: 0 });
const { max } = Math;
const { parse } = JSON;
const { env } = process;
const tag = (parts: TemplateStringsArray, ...values: unknown[]) =>
  parts.raw.join("|") + values.join(",");
const factorial = (count: number): number => (count < 2 ? 1 : count * factorial(count - 1));
const counter = {
  prefix: "{ down: __f0, ",
  down: function down(count: number): string {
    return count === 0 ? counter.prefix : down(count - 1);
  },
};
const even = (n: number): boolean => n === 0 || uneven(n - 1);
const uneven = (n: number): boolean => n !== 0 && even(n - 1);
const built = new Function("a", "return a + 1") as (a: number) => number;
const perTurn: (() => number)[] = [];
for (let turn = 0; turn < 3; turn += 1) perTurn.push(() => turn);
let readOnly = 5;
readOnly += 1;

enum Color {
  Red,
  Green = "g",
}

function* numbers() {
  yield 1;
  yield 2;
}

async function* stream() {
  yield* numbers();
}

function greeter({ greeting }: { readonly greeting: string }): AnyHandler {
  return async () => greeting;
}

const withDefaults = async ({ a = 1 } = {}, { b = 2 }: { b?: number } = {}) => a + b;

export const alike = ways({
  nothing: () => async () => 1,
  "a declared function": () =>
    async function handler() {
      return 1;
    },
  "local functions": () => async () => json(200, area(2, 3)),
  "a local module as a namespace": () => async () => shapes.area(2, 3),
  "a value of a local module that holds more": () => async () => sizes.large,
  "an enum": () => async () => [Color.Red, Color.Green, Color[0], Level.High],
  "a package by dynamic import": () => async () => (await import("jose")).decodeJwt(token).sub,
  "a package by an import in a template": () => async () =>
    ((await import(`jose`)) as typeof jose).decodeJwt(token).sub,
  "a package by a named import": () => async () => decodeJwt(token).sub,
  "a package by a namespace import": () => async () => jose.decodeJwt(token).sub,
  "a package by require inside": () => async () =>
    (require("jose") as typeof jose).decodeJwt(token).sub,
  "a factory with an import inside": () => {
    const kept: { jose?: Promise<typeof jose> } = {};
    return async () => (await (kept.jose ??= import("jose"))).decodeJwt(token).sub;
  },
  "Node's modules": () => async () => [
    crypto.createHash("sha256").update("a").digest("hex"),
    createHash("md5").update("a").digest("hex"),
    EOL,
    (await import("node:path")).posix.join("a", "b"),
  ],
  "globals inside": () => async () => [
    typeof fetch,
    new URL("a", "https://b.example").href,
    process.env["NOT_THERE"],
    new Map([["a", 1]]).get("a"),
    Buffer.from("a").toString("hex"),
    new Date(0).getTime(),
    globalThis.structuredClone({ a: 1 }),
  ],
  "natives by another name": () => async () => [max(1, 2), parse("1"), env["NOT_THERE"]],
  "properties of a configuration": () => async () => [settings.greeting, settings.deep.list[2]],
  "a whole object": () => async () => settings,
  "a frozen object": () => async () => frozen.size,
  "numbers at the edge": () => async () => [odd, Object.is(odd.zero, -0), 10n ** 30n],
  "an array with a hole": () => async () => [sparse.length, 1 in sparse],
  "an object that holds itself": () => async () => (cyclic.self as typeof cyclic).name,
  "one object twice": () => async () => twice[0] === twice[1],
  "getters, setters and methods": () => async () => {
    accessor.value = 5;
    return [person.greeting, person.shout(), accessor.stored];
  },
  "an object without a prototype": () => async () => [bare, Object.getPrototypeOf(bare)],
  "an object with an object as prototype": () => async () => inherited.shout(),
  "a hidden property": () => async () => [hidden.b, Object.keys(hidden)],
  "odd keys": () => async () => [keyed["a-b"](), keyed["cd"]?.(), keyed[5]()],
  "regular expressions": () => async () => [
    pattern.test("hello"),
    quoted.test("a/b\"'`"),
    `"`.replace(/"/g, "readOnly = 1; readOnly++"),
  ],
  "a text that looks like code": () => async () => [tricky, "readOnly = 1".length],
  "a promise": () => async () => later,
  "an array with a property": () => async () => [list.extra, list.length],
  "a function with a property": () => async () => counting(),
  "a tag": () => async () => tag`a${1}\n`,
  "a function that calls itself": () => async () => factorial(4),
  "a function of an object that calls itself": () => async () => counter.down(2),
  "functions that call one another": () => async () => even(4),
  generators: () => async () => {
    const all: number[] = [...numbers()];
    for await (const each of stream()) all.push(each);
    return all;
  },
  "a function made of text": () => async () => built(1),
  "a value of each turn of a loop": () => async () => perTurn.map((each) => each()),
  "a value from a factory": () => greeter({ greeting: "hey" }),
  "parameters with defaults": () => withDefaults,
  "a variable that it only reads": () => async () => readOnly,
  "a variable of its own with a captured one's name": () => async () => {
    const own = (readOnly: number) => {
      readOnly += 1;
      return readOnly;
    };
    const object = { readOnly: 1 };
    object.readOnly = 2;
    const list = [0, 0];
    list[1] = own(1);
    return [...list, object.readOnly];
  },
  "a captured variable as an index, a key, a default": () => async () => {
    const table: Record<string, number> = {};
    table[readOnly] = 1;
    const [first = readOnly] = [] as number[];
    return { table, readOnly, first, given: ((x = readOnly) => x)() };
  },
  "a counter in a constant object": () => {
    const counter = { calls: 0 };
    return async () => (counter.calls += 1);
  },
  "classes declared inside": () => async () => {
    class Base {
      size = 1;
      #hidden = 2;
      sum() {
        return this.size + this.#hidden;
      }
    }
    class Failure extends Error {}
    class Child extends Base {
      override sum() {
        return super.sum() + 1;
      }
    }
    const failure: unknown = new Failure("m");
    return [new Child().sum(), failure instanceof Error, failure instanceof Failure];
  },
});
