import { deepEqual } from "node:assert/strict";
import { isPlain, jsonHeader, jsonText } from "../../local/json-text.ts";

const characters = Array.from({ length: 0x120 }, (_, code) => String.fromCharCode(code));
const others = ["", "\ud800", "😀", "\u2028", `${"x".repeat(100)}"`, "x".repeat(100)];

describe("texts as JSON", () => {
  it("are what JSON.stringify makes of them, whatever they hold", () => {
    for (const text of [...characters, ...others]) {
      for (const around of [text, `${text}${"y".repeat(80)}`]) {
        deepEqual(jsonText(around), JSON.stringify(around));
      }
    }
  });

  it("are so for every value that a header can have", () => {
    const allowed = characters.slice(0, 0x100).filter((one) => /[\t\x20-\x7e\x80-\xff]/.test(one));
    deepEqual(allowed.length, 224);
    for (const one of allowed) {
      const value = `a${one}b`;
      deepEqual(jsonHeader(value), JSON.stringify(value));
    }
  });

  it("are plain when nothing is escaped, here or in a log", () => {
    const notPlain = characters.slice(0, 0x80).filter((one) => !isPlain(one));
    deepEqual(notPlain.length, 35);
    deepEqual(notPlain.join("").slice(-3), '"\\\x7f');
  });
});
