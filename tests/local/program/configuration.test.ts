import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { readConfiguration } from "../../../local/program/configuration.ts";
import { readProject } from "../../../local/program/project.ts";
import { cleanUp, writeProgram } from "./support/programs.ts";
import { seal } from "./support/sealed.ts";

interface Case {
  /** The `config:` section of Pulumi.yaml. */
  readonly declared?: string;
  /** Pulumi.dev.yaml. */
  readonly stack?: string;
  readonly given?: Readonly<Record<string, string>>;
  readonly environment?: NodeJS.ProcessEnv;
}

/** The configuration of a program in the project `shop`. */
function read({ declared = "", stack, given = {}, environment = {} }: Case) {
  const directory = writeProgram({
    "Pulumi.yaml": `name: shop\nruntime: nodejs\n${declared && `config:\n${declared}\n`}`,
    ...(stack === undefined ? {} : { "Pulumi.dev.yaml": stack }),
  });
  return readConfiguration(readProject(directory), "dev", given, environment);
}

/** One key, given at every level from the lowest to the highest. */
const LEVELS: readonly [string, Case][] = [
  ["default", { declared: "  key: { type: string, default: default }" }],
  ["stack", { stack: "config: { shop:key: stack }" }],
  ["environment", { environment: { PULUMI_CONFIG: '{"shop:key":"environment"}' } }],
  ["option", { given: { key: "option" } }],
];

describe("configuration", () => {
  afterEach(cleanUp);

  LEVELS.forEach(([expected], i) => {
    const title = LEVELS.slice(0, i + 1)
      .map(([name]) => name)
      .join(", ");
    it(`takes the last of ${title}`, async () => {
      const all = Object.assign({}, ...LEVELS.slice(0, i + 1).map(([, level]) => level)) as Case;
      equal((await read(all)).values["shop:key"], expected);
    });
  });

  it("reads values of Pulumi.yaml in every form", async () => {
    const declared =
      "  plain: 5\n  valued: { value: [a, b] }\n  aws:region: eu-west-1\n  shop:full: { default: x, secret: true }";
    const { values, secretKeys } = await read({ declared });
    deepEqual(values, {
      "shop:plain": "5",
      "shop:valued": '["a","b"]',
      "aws:region": "eu-west-1",
      "shop:full": "x",
    });
    deepEqual(secretKeys, ["shop:full"]);
  });

  it("hands lists and objects over as JSON text, and numbers and booleans as text", async () => {
    const stack =
      "config:\n  shop:list: [1, 2]\n  shop:map: { a: { b: true } }\n  shop:n: 5\n  shop:b: false";
    deepEqual((await read({ stack })).values, {
      "shop:list": "[1,2]",
      "shop:map": '{"a":{"b":true}}',
      "shop:n": "5",
      "shop:b": "false",
    });
  });

  const parts: readonly [string, string, string][] = [
    ["sites[0]", "https://a.example", '["https://a.example"]'],
    ["list[1]", "3", "[1,3]"],
    ["list[2]", "x", '[1,2,"x"]'],
    ["map.rate", "5", '{"burst":9,"rate":5}'],
    ["map.burst", "007", '{"burst":"007"}'],
    ["shop:new.deep[0].on", "true", '{"deep":[{"on":true}]}'],
    ['map["a.b"]', "v", '{"burst":9,"a.b":"v"}'],
  ];
  for (const [path, text, expected] of parts) {
    it(`sets ${path}, as pulumi config set --path does`, async () => {
      const stack = "config: { shop:list: [1, 2], shop:map: { burst: 9 } }";
      const { values } = await read({ stack, given: { [path]: text } });
      equal(values[`shop:${/^(?:shop:)?(\w+)/.exec(path)?.[1]}`], expected);
    });
  }

  it("takes a key of the stack file for one, whatever it looks like", async () => {
    const { values } = await read({
      stack: "config: { shop:a.b: old }",
      given: { "a.b": "new", "c..d": "odd", "stack:acme/net/v1.2": "{}" },
    });
    deepEqual(values, { "shop:a.b": "new", "shop:c..d": "odd", "stack:acme/net/v1.2": "{}" });
  });

  it("refuses a path into what has no such place", async () => {
    const stack = "config: { shop:list: [1], shop:key: v }";
    await rejects(read({ stack, given: { "list[3]": "x" } }), {
      message: "--config shop:list[3]: the list has 1 values, so the next one is [1].",
    });
    await rejects(read({ stack, given: { "list.a": "x" } }), {
      message: "--config shop:list.a: the value there has no members.",
    });
    await rejects(read({ stack, given: { "key[0]": "x" } }), {
      message: "--config shop:key[0]: the value there is no list.",
    });
  });

  it("keeps keys of other namespaces, and reads the old form project:config:key", async () => {
    const stack = "config: { aws:region: us-west-2, shop:config:old: v }";
    deepEqual((await read({ stack })).values, { "aws:region": "us-west-2", "shop:old": "v" });
  });

  it("is empty without declarations and stack file", async () => {
    const { values, secretKeys, remarks } = await read({});
    deepEqual([values, secretKeys, remarks], [{}, [], []]);
  });

  it("says that a stack has no file where others have one", async () => {
    const files = { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "Pulumi.dev.yaml": "" };
    const project = readProject(writeProgram(files));
    deepEqual((await readConfiguration(project, "prdo", {}, {})).remarks, [
      "There is no Pulumi.prdo.yaml, only Pulumi.dev.yaml: defaults stand for its values.",
    ]);
    deepEqual((await readConfiguration(project, "dev", {}, {})).remarks, []);
  });

  it("names a declared value that is missing, and the command that sets it", async () => {
    await rejects(read({ declared: "  token: { type: string }" }), {
      name: "ProgramError",
      message:
        'Stack "dev" is missing the configuration value "token" that Pulumi.yaml asks for. ' +
        "Set it: pulumi config set token VALUE (here: --config token=VALUE)",
    });
  });

  const TYPES: readonly [type: string, value: string, isRight: boolean][] = [
    ["integer", "5", true],
    ["integer", "5.5", false],
    ["boolean", "true", true],
    ["boolean", "yes", false],
    ["array", "[1]", true],
    ["array", "{}", false],
    ["object", '{"a":1}', true],
    ["object", "text", false],
  ];
  for (const [type, value, isRight] of TYPES) {
    it(`${isRight ? "accepts" : "refuses"} ${value} for the type ${type}`, async () => {
      const reading = read({ declared: `  key: { type: ${type} }`, given: { key: value } });
      if (isRight) return equal((await reading).values["shop:key"], value);
      await rejects(reading, {
        message: new RegExp(`Configuration "key" of stack "dev" is .* wants the type ${type}`),
      });
    });
  }

  it("does not show a secret of the wrong type", async () => {
    const environment = {
      PULUMI_CONFIG: '{"shop:n":"hidden"}',
      PULUMI_CONFIG_SECRET_KEYS: '["shop:n"]',
    };
    const reading = read({ declared: "  n: { type: integer }", environment });
    await rejects(reading, { message: /Configuration "n" of stack "dev" is a secret, but/ });
  });

  it("reads secrets of the environment by PULUMI_CONFIG_SECRET_KEYS, a JSON list of whole keys", async () => {
    const environment = {
      PULUMI_CONFIG: '{"shop:a":"1","shop:ab":"2"}',
      PULUMI_CONFIG_SECRET_KEYS: '["shop:ab"]',
    };
    deepEqual((await read({ environment })).secretKeys, ["shop:ab"]);
  });

  it("refuses a PULUMI_CONFIG that is no JSON object", async () => {
    await rejects(
      read({ environment: { PULUMI_CONFIG: "[1]" } }),
      /PULUMI_CONFIG is not a JSON object/,
    );
    await rejects(
      read({ environment: { PULUMI_CONFIG: "{" } }),
      /PULUMI_CONFIG is not a JSON object/,
    );
  });

  it("names file, line and column of a stack file that is no YAML", async () => {
    await rejects(
      read({ stack: "config:\n  a: [\n" }),
      /Pulumi\.dev\.yaml is not valid YAML: .*\(3:1\)/s,
    );
  });
});

describe("configuration: encrypted values", () => {
  const sealed = seal("correct horse");
  const stack =
    `encryptionsalt: ${sealed.encryptionsalt}\nconfig:\n` +
    `  shop:token: { secure: "${sealed.encrypt("t0ken")}" }\n` +
    `  shop:nested: { user: admin, keys: [{ secure: "${sealed.encrypt("k1")}" }] }\n  shop:plain: p\n`;
  afterEach(cleanUp);

  it("are decrypted with PULUMI_CONFIG_PASSPHRASE, nested ones too, and are secrets", async () => {
    const environment = { PULUMI_CONFIG_PASSPHRASE: "correct horse" };
    const { values, secretKeys, remarks } = await read({ stack, environment });
    deepEqual(values, {
      "shop:token": "t0ken",
      "shop:nested": '{"user":"admin","keys":["k1"]}',
      "shop:plain": "p",
    });
    deepEqual(secretKeys, ["shop:token", "shop:nested"]);
    deepEqual(remarks, []);
  });

  it("are refused with the wrong passphrase", async () => {
    await rejects(read({ stack, environment: { PULUMI_CONFIG_PASSPHRASE: "wrong" } }), {
      name: "ProgramError",
      message: /^PULUMI_CONFIG_PASSPHRASE does not open the secrets of .*Pulumi\.dev\.yaml/,
    });
  });

  it("are placeholders without a passphrase, and each key is named with the way out", async () => {
    const { values, remarks } = await read({ stack });
    equal(values["shop:token"], "[1 Secret that is not decrypted here]");
    deepEqual(remarks, [
      'Configuration "shop:token" is encrypted, so a placeholder stands for it. Set PULUMI_CONFIG_PASSPHRASE to decrypt it.',
      'Configuration "shop:nested" is encrypted, so a placeholder stands for it. Set PULUMI_CONFIG_PASSPHRASE to decrypt it.',
    ]);
  });

  it("of another provider are placeholders, and the environment can give them", async () => {
    const foreign = "secretsprovider: awskms://alias/x\nconfig: { shop:token: { secure: AAABAB } }";
    deepEqual((await read({ stack: foreign })).remarks, [
      'Configuration "shop:token" is encrypted, so a placeholder stands for it. ' +
        `Its stack uses another secrets provider: give it in the environment, PULUMI_CONFIG='{"shop:token":"…"}'.`,
    ]);
  });

  it("stay secret when the environment gives them, and are not remarked on", async () => {
    const environment = { PULUMI_CONFIG: '{"shop:token":"given"}' };
    const { values, secretKeys, remarks } = await read({ stack, environment });
    equal(values["shop:token"], "given");
    equal(secretKeys.includes("shop:token"), true);
    deepEqual(
      remarks.map((line) => line.split('"')[1]),
      ["shop:nested"],
    );
  });

  it("that were damaged are named", async () => {
    const damaged = stack.replace(/secure: "[^"]+"/, 'secure: "v1:AAAA:AAAA"');
    await rejects(
      read({ stack: damaged, environment: { PULUMI_CONFIG_PASSPHRASE: "correct horse" } }),
      {
        message: /The encrypted value of "shop:token" in .* was damaged/,
      },
    );
  });

  it("are what a passphrase is for: without any, a wrong one does not matter", async () => {
    const plain = `encryptionsalt: ${sealed.encryptionsalt}\nconfig: { shop:a: b }`;
    const { values } = await read({
      stack: plain,
      environment: { PULUMI_CONFIG_PASSPHRASE: "wrong" },
    });
    deepEqual(values, { "shop:a": "b" });
  });
});

describe("Pulumi.yaml", () => {
  afterEach(cleanUp);

  const REFUSED: readonly [title: string, text: string, message: RegExp][] = [
    ["has no name", "runtime: nodejs", /Pulumi\.yaml has no "name"\. Add/],
    [
      "is for another language",
      "name: shop\nruntime: python",
      /has the runtime "python"\. Only programs with "runtime: nodejs"/,
    ],
    ["is no YAML", "name: [", /Pulumi\.yaml is not valid YAML/],
    ["is a list", "- a", /must hold a map/],
  ];
  for (const [title, text, message] of REFUSED) {
    it(`is refused when it ${title}`, () => {
      const directory = writeProgram({ "Pulumi.yaml": text });
      throws(() => readProject(directory), { name: "ProgramError", message });
    });
  }

  it("is missed with a way out", () => {
    throws(() => readProject(import.meta.dirname), {
      message: /has no Pulumi\.yaml, so it is not a Pulumi program\. Point --program at/,
    });
    throws(() => readProject("/nowhere"), {
      message: "--program /nowhere: there is no such directory (/nowhere).",
    });
  });

  it("says where the program lies, and that is where it runs", () => {
    const directory = writeProgram({
      "Pulumi.yaml":
        "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: src/\nstackConfigDir: stacks\n",
      "src/index.js": "",
    });
    const { main, workingDirectory, typescript, stackDirectory } = readProject(directory);
    deepEqual([workingDirectory, typescript], [`${directory}/src/`, false]);
    deepEqual([main, stackDirectory], [`${directory}/src/`, `${directory}/stacks`]);
  });
});
