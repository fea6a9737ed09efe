import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { HttpApi } from "../../components/http-api";
import { grantRead, grantWrite } from "../../components/table-grants";
import { UserData, type UserDataArgs } from "../../components/user-data";
import { childrenOf, inputs, recorded, recordedOnce, resource, types } from "../support/recorded";

const TABLE = "aws:dynamodb/table:Table";
const SCOPES = { read: ["data/read"], write: ["data/write"] } as const;
const authorizer = {
  issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab3",
  audience: ["client"],
  scopes: ["data/read", "data/write"],
} as const;

function program(args: Partial<UserDataArgs<"data/read" | "data/write">> = {}): void {
  const api = new HttpApi("api", {});
  const userData = new UserData("user-data", { datasets: ["settings"], scopes: SCOPES, ...args });
  api.addRoutes(authorizer, { ...userData.routes });
}

const refusal = (args: Partial<UserDataArgs<"data/read">>): Promise<string> =>
  recorded(() => program(args as Partial<UserDataArgs<"data/read" | "data/write">>)).then(
    () => "",
    (error: Error) => error.message,
  );

describe("data of users", () => {
  const recording = recordedOnce(() => program());

  it("F76: is one table, keyed by the user", async () => {
    assert.deepEqual(childrenOf(await recording(), "user-data"), ["Table user-data"]);
    assert.deepEqual(inputs(await recording(), TABLE, "user-data"), {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "user",
      rangeKey: "dataset",
      attributes: [
        { name: "user", type: "S" },
        { name: "dataset", type: "S" },
      ],
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      tags: { encryption: "service-owned key" },
    });
    const { options } = resource(await recording(), TABLE, "user-data");
    assert.deepEqual(options, { protect: true, retainOnDelete: true });
  });

  it("F76: goes with an ephemeral stack", async () => {
    const made = await recorded(() => program({ lifecycle: "ephemeral" }));
    const { pointInTimeRecovery, deletionProtectionEnabled } = inputs(made, TABLE, "user-data");
    assert.deepEqual(pointInTimeRecovery, { enabled: false });
    assert.equal(deletionProtectionEnabled, false);
    assert.equal(resource(made, TABLE, "user-data").options, undefined);
  });

  const rows = [
    ["get", ["data/read"], [["dynamodb:GetItem"]]],
    ["put", ["data/write"], [["dynamodb:GetItem"], ["dynamodb:PutItem"]]],
    ["delete", ["data/write"], [["dynamodb:GetItem"], ["dynamodb:PutItem"]]],
  ] as const;
  for (const [method, scopes, actions] of rows) {
    it(`F76: has a route for ${method}, whose function may do just that with the table`, async () => {
      const name = `api-${method}-me-data-dataset`;
      const route = inputs(await recording(), types.route, `${name}-route`);
      assert.equal(route["routeKey"], `${method.toUpperCase()} /me/data/{dataset}`);
      assert.deepEqual(route["authorizationScopes"], scopes);
      const { environment } = inputs(await recording(), types.function, name);
      const table = resource(await recording(), TABLE, "user-data");
      assert.deepEqual(environment, { variables: { TABLE: table.outputs["name"] } });
      const { policy } = inputs(await recording(), types.rolePolicy, `${name}-policy`);
      const [, ...statements] = JSON.parse(String(policy)).Statement;
      const wanted = actions.map((Action) => ({
        Effect: "Allow",
        Action,
        Resource: [table.outputs["arn"]],
      }));
      assert.deepEqual(statements, wanted);
    });
  }

  it("F140: has functions of one small file that need no package", async () => {
    const functions = (await recording()).resources.filter(({ type }) => type === types.function);
    assert.equal(functions.length, 3);
    for (const { name, inputs: given } of functions) {
      const { archive } = given["code"] as unknown as { archive: Record<string, { text: string }> };
      assert.deepEqual(Object.keys(archive), ["index.js"], name);
      const text = archive["index.js"]?.text ?? "";
      const required = [...text.matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, id]) => id);
      assert.deepEqual([...new Set(required)], ["crypto"], name);
      assert.ok(deflateRawSync(text).length <= 8_000, name);
    }
  });

  const refused: readonly [string, Partial<UserDataArgs<"data/read">>, string][] = [
    [
      "no dataset",
      { datasets: [] as unknown as readonly ["settings"] },
      "datasets is empty: name at least one, such as settings.",
    ],
    [
      "21 datasets",
      { datasets: ["a", ...Array.from({ length: 20 }, (_, at) => `d${at}`)] },
      "datasets has 21 names: a user has 20 at most.",
    ],
    [
      "a name that has to be encoded",
      { datasets: ["my settings"] },
      'datasets has "my settings": a name has 1 to 128 letters, digits and _ . -',
    ],
    [
      "a name of dots, which is a path",
      { datasets: [".."] },
      'datasets has "..": a name has 1 to 128 letters, digits and _ . -',
    ],
    ["a name twice", { datasets: ["a", "b", "a"] }, 'datasets has "a" twice.'],
    [
      "more than an item holds",
      { datasetBytes: 204_801 },
      "datasetBytes is 204801: it must be a whole number from 1 to 204800.",
    ],
    [
      "more than a megabyte for a user",
      { datasets: ["a", "b", "c", "d", "e", "f"], datasetBytes: 200_000 },
      "datasetBytes is 200000: 6 datasets of 174762 bytes are all that a user may keep.",
    ],
  ];
  for (const [title, args, message] of refused) {
    it(`F76: refuses ${title}`, async () => {
      assert.equal((await refusal(args)).includes(message), true, await refusal(args));
    });
  }
});

describe("grants of a table", () => {
  const table = { arn: "arn:aws:dynamodb:us-east-1:123456789012:table/t" };
  const resolved = (value: unknown) =>
    new Promise((resolve) =>
      (value as { apply(done: (text: string) => void): void }).apply(resolve),
    );

  it("F145: name each action, and the table's indexes where they answer", async () => {
    const { actions, resources } = grantRead(table);
    assert.deepEqual(actions, [
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "dynamodb:ConditionCheckItem",
    ]);
    assert.equal(resources[0], table.arn);
    assert.equal(await resolved(resources[1]), `${table.arn}/index/*`);
    assert.deepEqual(grantWrite(table, ["PutItem"]), {
      actions: ["dynamodb:PutItem"],
      resources: [table.arn],
    });
  });
});
