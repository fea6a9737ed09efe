import { deepEqual } from "node:assert/strict";
import { readHeaders } from "../../../local/gateway/request-headers.ts";

describe("gateway: headers of a request", () => {
  it("H75: are found by lower-case names, repeated lines joined", () => {
    const { byName } = readHeaders(["X-A", "1", "HOST", "localhost", "x-a", "2"]);
    deepEqual(Object.entries(byName), [
      ["x-a", "1,2"],
      ["host", "localhost"],
    ]);
  });

  it("have no inherited names, and take every name for one", () => {
    const names = ["constructor", "__proto__", "hasOwnProperty", "toString"];
    const none = readHeaders([]).byName;
    const { byName } = readHeaders(names.flatMap((name) => [name, "own"]));
    deepEqual(
      [names.map((name) => none[name]), Object.entries(byName)],
      [names.map(() => undefined), names.map((name) => [name.toLowerCase(), "own"])],
    );
  });

  it("are read the same after a flood of odd names", () => {
    const flood = Array.from({ length: 2_000 }, (_, at) => [`X-Odd-${at}`, String(at)]).flat();
    deepEqual(Object.values(readHeaders(flood).byName).length, 2_000);
    deepEqual(Object.entries(readHeaders(["X-Odd-7", "a", "Accept", "b"]).byName), [
      ["x-odd-7", "a"],
      ["accept", "b"],
    ]);
  });

  it("H141: keep the pairs of all cookie lines apart", () => {
    const { byName, cookies } = readHeaders(["Cookie", "a=1; b=2", "cookie", "c=3;"]);
    deepEqual([Object.keys(byName), cookies], [[], ["a=1", "b=2", "c=3"]]);
  });

  it("H141: trim blanks off a cookie pair, and no byte of its value", () => {
    // UTF-8 for "à" ends with the byte that Latin-1 calls a no-break space.
    const value = Buffer.from("a=à", "utf8").toString("latin1");
    deepEqual(readHeaders(["Cookie", `${value};\t ${value} \t;  ;b=1`]).cookies, [
      value,
      value,
      "b=1",
    ]);
  });
});
