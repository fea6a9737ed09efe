import { deepEqual, equal } from "node:assert/strict";
import { escapeForLog, onOneLine } from "../../local/log-text.ts";

const C0 = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code));
const C1 = Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(0x7f + code));

describe("a value in a log", () => {
  for (const write of [escapeForLog, onOneLine]) {
    it(`G051: has none of its control characters and line ends left (${write.name})`, () => {
      const written = [...C0, ...C1, "\u2028", "\u2029"].map((character) => write(character));
      deepEqual(
        written.filter((text) => !/^\\[\x21-\x7e]+$/.test(text)),
        [],
      );
    });
  }

  it("keeps the quotes of a sentence", () => {
    const sentence = 'Service "orders" has no instance in C:\\here, Zoë';
    equal(onOneLine(sentence), sentence);
  });

  it("G051: ends no JSON text that it stands in", () => {
    equal(escapeForLog('a"}\n\\'), String.raw`a\"}\n\\`);
  });

  it("loses what means something to the log's format", () => {
    equal(escapeForLog("a b", / /g), String.raw`a\u0020b`);
  });

  it("is otherwise what was sent", () => {
    equal(escapeForLog("/hello/Zoë?x=[1]"), "/hello/Zoë?x=[1]");
  });
});
