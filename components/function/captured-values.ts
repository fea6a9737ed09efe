import { types } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/**
 * What a handler may not capture. Serialising gives a text for nearly everything, and much of it is wrong without a
 * word: a Map without its entries, a class without its fields, an agent without its sockets. What is allowed has all
 * of its state in properties.
 */

// Everything that another function constructed keeps state where serialising does not reach.
const PLAIN_MAKERS: ReadonlySet<unknown> = new Set([Object, Array, RegExp, Promise]);

/** What is wrong with capturing a value; completes the sentence "the handler captures …". */
export function captureFault(value: unknown): string | undefined {
  if (pulumi.Output.isInstance(value)) {
    return "an Output, whose value would be written into the archive: pass it through environment, a secret by its name";
  }
  switch (typeof value) {
    case "symbol":
      return lost("Symbol");
    case "string":
      return pathFault(value);
    case "function":
      return functionFault(value);
    case "object":
      return value === null ? undefined : objectFault(value);
    default:
      return undefined;
  }
}

function objectFault(value: object): string | undefined {
  if (types.isProxy(value)) return lost("Proxy");
  if (value === Object.prototype)
    return "Object.prototype, which would be missing: write it inside the handler";
  if (value instanceof RegExp && value.lastIndex > 0) {
    return "a regular expression in the middle of a search, which would begin anew: make it inside the handler";
  }
  const maker = makerOf(value);
  // `process.env` has a maker without a name.
  if (maker === undefined || maker.name === "" || PLAIN_MAKERS.has(maker)) return undefined;
  return lost(maker.name);
}

/** The function that an object is an instance of; a generator function's own `prototype` has none. */
function makerOf(value: object): { readonly name: string } | undefined {
  if (types.isGeneratorObject(value)) return { name: "Generator" };
  const inherited: unknown = Object.getPrototypeOf(value);
  if (typeof inherited !== "object" || inherited === null) return undefined;
  const { constructor } = inherited as { constructor?: unknown };
  return typeof constructor === "function" ? constructor : undefined;
}

function functionFault(value: { readonly name: string }): string | undefined {
  if (/^class\b/.test(Function.prototype.toString.call(value))) {
    return (
      `the class ${value.name}, whose fields and super calls would be lost: ` +
      `use plain functions and objects, or declare it inside the handler`
    );
  }
  if (value.name.startsWith("bound ") && !Object.hasOwn(value, "prototype")) {
    return `a bound function, whose "this" would be lost: call the original inside a function of your own`;
  }
  return undefined;
}

/** A path of this machine leads nowhere on Lambda. */
function pathFault(text: string): string | undefined {
  const directory = process.cwd();
  if (text !== directory && !text.startsWith(`${directory}/`)) return undefined;
  return `the path "${text}" of this machine: import the data, or read it while the program is evaluated`;
}

function lost(kind: string): string {
  const article = /^[AEIO]/.test(kind) ? "an" : "a";
  return `${article} ${kind}, whose contents would be lost: make it inside the handler`;
}
