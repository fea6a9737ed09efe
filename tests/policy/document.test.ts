import { deepEqual } from "node:assert/strict";
import { allFactsOf, parseDocument } from "../../policy/document.ts";
import { CONFIGURATION, PERMISSION } from "../../policy/types.ts";
import { SECRET, UNKNOWN } from "../../policy/values.ts";

const recorded = (inputs: object, propertyDependencies: object, config = {}) =>
  JSON.stringify({
    project: "shop",
    stack: "dev",
    config,
    secretKeys: ["shop:token"],
    outputs: {},
    resources: [
      {
        urn: "urn:pulumi:dev::shop::a:b:C::one",
        type: PERMISSION,
        name: "one",
        id: "",
        parent: null,
        dependsOn: [],
        propertyDependencies,
        options: {},
        inputs,
        outputs: {},
        secrets: [],
      },
    ],
  });

const propsOf = (inputs: object, propertyDependencies: object) =>
  allFactsOf(parseDocument(recorded(inputs, propertyDependencies)))[0]?.props;

describe("the recorder's document", () => {
  const EDGE = { sourceArn: ["urn:pulumi:dev::shop::x:y:Z::api"] };

  it("has no outputs of what it does not model, so that texts of them are not known", () => {
    for (const text of [
      "undefined/*/*",
      "https://undefined/x",
      '{"Resource":"undefined/*"}',
      "undefined",
    ]) {
      deepEqual(propsOf({ sourceArn: text }, EDGE), { sourceArn: UNKNOWN });
    }
    deepEqual(propsOf({ sourceArn: { values: ["a", "x:undefined"] } }, EDGE), {
      sourceArn: { values: ["a", UNKNOWN] },
    });
  });

  it("keeps the word where nothing else is behind it", () => {
    for (const text of ["an undefined word", "undefinedness", "if (a === undefined)\n  return;"]) {
      deepEqual(propsOf({ sourceArn: text }, EDGE), { sourceArn: text });
    }
    deepEqual(propsOf({ sourceArn: "undefined/*/*" }, {}), { sourceArn: "undefined/*/*" });
  });

  it("tells the configuration as one more resource, its secrets marked", () => {
    const config = { "shop:token": "[secret]", "shop:profile": "prod" };
    const facts = allFactsOf(parseDocument(recorded({}, {}, config))).at(-1);
    deepEqual(
      [facts?.type, facts?.name, facts?.props],
      [CONFIGURATION, "shop-dev", { "shop:token": SECRET, "shop:profile": "prod" }],
    );
  });
});
