import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, createSecretKey } from "node:crypto";
import { EventEmitter } from "node:events";
import { Agent } from "node:http";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { AnyHandler } from "../../../../components/function/function-code";

/** Ways of writing a handler that would serialise without a word and be wrong, and what is said of each. */

const table = new Map([["a", 1]]);
const set = new Set(["a"]);
const startedAt = new Date(0);
const mark = Symbol("mark");
const keyed = { [Symbol.for("k")]: 1 };
const bytes = Buffer.from("ab");
const floats = new Float64Array([1.5]);
const memory = new ArrayBuffer(4);
const encoder = new TextEncoder();
const home = new URL("https://a.example");
const query = new URLSearchParams("a=1");
const failure = new Error("boom");
const weak = new WeakMap<object, number>();
const proxied = new Proxy({ a: 1 }, {});
const boxed = new Number(3);
const halfway = /a/g;
halfway.test("aa");
const emitter = new EventEmitter();
const storage = new AsyncLocalStorage<number>();
const agent = new Agent();
const key = createSecretKey(Buffer.from("k"));
const hash = createHash("sha256");
const collator = new Intl.Collator("de");
const timer = setTimeout(() => undefined, 0);
const running = (function* () {
  yield 1;
})();
const ownRequire = createRequire(__filename);
const sleep = promisify(setTimeout);
const greet = function (this: { name: string }) {
  return this.name;
}.bind({ name: "Ada" });
const add = ((a: number, b: number) => a + b).bind(null, 1);
const dataFile = `${process.cwd()}/data.json`;
const secret = pulumi.secret("s3cr3t");
const output = pulumi.output("plain");
const config = new pulumi.Config();
const base = { greeting: () => "hi" };
const derived = {
  __proto__: base,
  greeting(): string {
    return `${super.greeting()}!`;
  },
} as unknown as typeof base;
const object = {
  name: "Ada",
  async handler() {
    return this.name;
  },
};

class Base {
  size = 1;
  grow() {
    return this.size + 1;
  }
}
class Child extends Base {
  override grow() {
    return super.grow() + 1;
  }
}
class Refusal extends Error {}
const instance = new Child();

let visits = 0;
let keys: string | undefined;
let first = 0;
const count = () => {
  visits += 1;
};

const lost = (kind: string, near: string) =>
  `captures ${kind}, whose contents would be lost: make it inside the handler (near "${near}").`;
const isClass = (name: string) =>
  `captures the class ${name}, whose fields and super calls would be lost: use plain functions and objects, ` +
  `or declare it inside the handler (near "${name}").`;
const isBound = (near: string) =>
  `captures a bound function, whose "this" would be lost: call the original inside a function of your own (near "${near}").`;
const isOutput = (near: string) =>
  `captures an Output, whose value would be written into the archive: pass it through environment, a secret by its name (near "${near}").`;
const assigned = (name: string) =>
  `assigns "${name}", a variable outside itself, which would start anew with every request: make it a property of a constant object.`;
const isPath = (path: string, near: string) =>
  `captures the path "${path}" of this machine: import the data, or read it while the program is evaluated (near "${near}").`;

export const refused: readonly (readonly [title: string, handler: AnyHandler, words: string])[] = [
  ["a Map", async () => table.get("a"), lost("a Map", "table")],
  ["a Set", async () => set.has("a"), lost("a Set", "set")],
  ["a Date", async () => startedAt.getTime(), lost("a Date", "startedAt")],
  ["a Date inside an object", async () => nested.when.getTime(), lost("a Date", "when")],
  ["a Set inside a list", async () => listed[0]?.has("a"), lost("a Set", "listed")],
  ["a Symbol", async () => mark.toString(), lost("a Symbol", "mark")],
  ["a Symbol as a key", async () => keyed[Symbol.for("k")], lost("a Symbol", "keyed")],
  ["a Buffer", async () => bytes.toString(), lost("a Buffer", "bytes")],
  ["a Float64Array", async () => floats[0], lost("a Float64Array", "floats")],
  ["an ArrayBuffer", async () => memory.byteLength, lost("an ArrayBuffer", "memory")],
  ["a TextEncoder", async () => encoder.encode("a"), lost("a TextEncoder", "encoder")],
  ["a URL", async () => home.href, lost("a URL", "home")],
  ["URLSearchParams", async () => query.get("a"), lost("a URLSearchParams", "query")],
  ["an Error", async () => failure.message, lost("an Error", "failure")],
  ["a WeakMap", async () => weak.has(weak), lost("a WeakMap", "weak")],
  ["a Proxy", async () => proxied.a, lost("a Proxy", "proxied")],
  ["a boxed number", async () => boxed.valueOf(), lost("a Number", "boxed")],
  ["a running generator", async () => running.next(), lost("a Generator", "running")],
  ["an event emitter", async () => emitter.emit("a"), lost("an EventEmitter", "emitter")],
  [
    "a store of the call chain",
    async () => storage.getStore(),
    lost("an AsyncLocalStorage", "storage"),
  ],
  ["an HTTP agent", async () => agent.maxSockets, lost("an Agent", "agent")],
  ["a key", async () => key.export(), lost("a SecretKeyObject", "key")],
  ["a hash", async () => hash.copy(), lost("a Hash", "hash")],
  ["a collator", async () => collator.compare("a", "b"), lost("a Collator", "collator")],
  ["a timer", async () => timer.hasRef(), lost("a Timeout", "timer")],
  ["a require of its own", async () => ownRequire("./a") as unknown, lost("a Module", "mod")],
  ["an instance of a class", async () => instance.grow(), lost("a Child", "instance")],
  ["a class", async () => new Base().grow(), isClass("Base")],
  ["an error class", async () => new Refusal("no").message, isClass("Refusal")],
  ["a bound function", async () => greet(), isBound("greet")],
  ["a bound arrow function", async () => add(1), isBound("add")],
  [
    "a regular expression in the middle of a search",
    async () => halfway.test("aa"),
    'captures a regular expression in the middle of a search, which would begin anew: make it inside the handler (near "halfway").',
  ],
  [
    "a path of this machine",
    async () => dataFile,
    isPath(`${process.cwd()}/data.json`, "dataFile"),
  ],
  ["a secret", async () => secret.get(), isOutput("secret")],
  ["an Output", async () => output.get(), isOutput("output")],
  ["a configuration", async () => config.get("x"), lost("a Config", "config")],
  [
    "Pulumi",
    async () => pulumi.getStack(),
    "uses Pulumi, which is not on Lambda: pass the value through environment.",
  ],
  [
    "a module beside it, imported inside",
    async () => (await import("./shapes.js")).area(1, 2),
    'imports "./shapes.js", which the archive has not: import it at the top of the file.',
  ],
  [
    "the source's directory",
    async () => __dirname,
    "reads __dirname, which is another place on Lambda: import the data, or pass it through environment.",
  ],
  [
    "a method that calls super",
    async () => derived.greeting(),
    "becomes code that does not parse ('super' keyword unexpected here): use plain functions and objects.",
  ],
  ["this", object.handler, 'uses "this", which Lambda does not give: make it an arrow function.'],
  [
    "a callback",
    ((_event: unknown, _context: unknown, done: () => void) => done()) as unknown as AnyHandler,
    "takes a callback, which Node 24 on Lambda does not give: return a promise.",
  ],
  ["a variable to count in", async () => (visits += 1), assigned("visits")],
  ["a variable to remember in", async () => (keys ??= "fetched"), assigned("keys")],
  ["a variable that another function counts in", async () => count(), assigned("visits")],
  ["a variable, by a pattern of a list", async () => ([first] = [first + 1]), assigned("first")],
  ["a variable, by a pattern", async () => ({ a: first } = { a: first + 1 }), assigned("first")],
  [
    "a variable, by a loop",
    async () => {
      for (first of [first + 1]) continue;
      return first;
    },
    assigned("first"),
  ],
];

const nested = { when: startedAt };
const listed = [set];
void sleep;
