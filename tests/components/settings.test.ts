import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { defaultTexts, readSettings, type Settings } from "../../components/settings";
import { recorded } from "../support/recorded";

async function settingsOf(config: Readonly<Record<string, string>>): Promise<Settings> {
  const read: Settings[] = [];
  await recorded(() => void read.push(readSettings()), config);
  const [settings] = read;
  assert.ok(settings);
  return settings;
}

const project = (config: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(config).map(([key, text]) => [`secure-api:${key}`, text]));

const defaultSettings: Settings = {
  profile: "dev",
  lifecycle: "keep",
  signUp: "self-service",
  mfa: "OPTIONAL",
  accessTokenMinutes: 60,
  sites: [],
  publicSites: [],
  devSites: undefined,
  cors: undefined,
  alarms: undefined,
  domainPrefix: undefined,
  throttle: { rate: 100, burst: 200 },
  sdkSignIn: false,
  expectedUsers: 1_000,
  expiresAt: undefined,
  testUser: undefined,
  logRetentionDays: 7,
  tracing: false,
  webAcl: { none: "the profile is dev" },
};

describe("settings", () => {
  it("have a default for every key", async () => {
    assert.deepEqual(await settingsOf({}), defaultSettings);
  });

  it("take every key", async () => {
    const settings = await settingsOf({
      ...project({
        profile: "prod",
        lifecycle: "ephemeral",
        signUp: "admin-only",
        mfa: "ON",
        accessTokenMinutes: "15",
        sites: '["https://a.example.net","https://b.example.net"]',
        alarmTopics: '["arn:aws:sns:eu-central-1:123456789012:alarms"]',
        domainPrefix: "orders-login",
        throttle: '{"rate":7}',
        sdkSignIn: "true",
        expectedUsers: "25000",
        expiresAt: "2027-01-31T12:00:00Z",
        testUserPassword: "A long password of 1 test",
      }),
      "aws:region": "eu-central-1",
    });
    const { testUser, ...others } = settings;
    assert.equal(testUser?.email, "test-user@example.com");
    assert.deepEqual(others, {
      profile: "prod",
      lifecycle: "ephemeral",
      signUp: "admin-only",
      mfa: "ON",
      accessTokenMinutes: 15,
      sites: ["https://a.example.net", "https://b.example.net"],
      publicSites: ["https://a.example.net", "https://b.example.net"],
      devSites: undefined,
      cors: { origins: ["https://a.example.net", "https://b.example.net"] },
      alarms: { notify: ["arn:aws:sns:eu-central-1:123456789012:alarms"] },
      domainPrefix: "orders-login",
      throttle: { rate: 7, burst: 500 },
      sdkSignIn: true,
      expectedUsers: 25_000,
      expiresAt: "2027-01-31T12:00:00Z",
      logRetentionDays: 365,
      tracing: true,
      webAcl: "managed",
    });
  });

  it("keep logs for a year and allow more requests where the profile is prod", async () => {
    const { throttle, logRetentionDays } = await settingsOf(project({ profile: "prod" }));
    assert.deepEqual(
      { throttle, logRetentionDays },
      { throttle: { rate: 1_000, burst: 500 }, logRetentionDays: 365 },
    );
  });

  it("leave the keys of other namespaces alone", async () => {
    assert.deepEqual(
      await settingsOf({ "aws:defaultTags": "{}", "other:signUp": "x" }),
      defaultSettings,
    );
  });
});

describe("Pulumi.yaml", () => {
  const lines = readFileSync("Pulumi.yaml", "utf8").split("\n");
  const section = lines.slice(lines.indexOf("config:") + 1, lines.indexOf("template:"));
  const keys = section.flatMap((line) => /^ {2}(\w+):$/.exec(line)?.[1] ?? []);

  it("describes exactly the keys that the program reads", () => {
    assert.deepEqual(keys.sort(), Object.keys(defaultTexts).sort());
  });

  for (const [key, text] of Object.entries(defaultTexts)) {
    it(`has the program's default for ${key}`, () => {
      const start = section.indexOf(`  ${key}:`);
      const line = section.slice(start).find((one) => one.startsWith("    default: "));
      assert.equal(line?.slice("    default: ".length), text === "" ? '""' : text);
    });
  }
});

const WORDS = "must be";
const SECURE = "must start with https:// (plain http only for localhost, 127.0.0.1 and [::1])";

describe("wrong settings", () => {
  const cases: readonly [string, string, string][] = [
    [
      "profile",
      "production",
      `is "production": it ${WORDS} "dev" or "prod". Run: pulumi config set profile dev`,
    ],
    [
      "lifecycle",
      "",
      `is "": it ${WORDS} "keep" or "ephemeral". Run: pulumi config set lifecycle keep`,
    ],
    [
      "signUp",
      "open",
      `is "open": it ${WORDS} "self-service" or "admin-only". Run: pulumi config set signUp self-service`,
    ],
    [
      "signUp",
      " self-service",
      `is " self-service": it ${WORDS} "self-service" or "admin-only". Run: pulumi config set signUp self-service`,
    ],
    [
      "signUp",
      "null",
      `is "null": it ${WORDS} "self-service" or "admin-only". Run: pulumi config set signUp self-service`,
    ],
    [
      "mfa",
      "on",
      `is "on": it ${WORDS} "OFF" or "OPTIONAL" or "ON". Run: pulumi config set mfa OPTIONAL`,
    ],
    ...["0", "4", "1441", "15.5", "-60", "60 ", "1h", ""].map((text): [string, string, string] => [
      "accessTokenMinutes",
      text,
      `is ${JSON.stringify(text)}: it must be a whole number from 5 to 1440. Run: pulumi config set accessTokenMinutes 60`,
    ]),
    [
      "domainPrefix",
      "Orders",
      `is "Orders": it must be 1 to 63 lower-case letters, digits and inner hyphens, for instance orders-login. Run: pulumi config set domainPrefix orders-login`,
    ],
    [
      "domainPrefix",
      "my-aws",
      `is "my-aws": it must not contain "aws". Run: pulumi config set domainPrefix orders-login`,
    ],
    [
      "sites",
      "https://a.b",
      `is "https://a.b": it must be a list of origins. Run: pulumi config rm sites`,
    ],
    ["sites", "[1]", `is "[1]": it must be a list of origins. Run: pulumi config rm sites`],
    [
      "throttle",
      "100",
      `is "100": it must have the form {rate, burst}. Run: pulumi config rm throttle`,
    ],
    [
      "alarmTopics",
      "arn:aws:sns:us-east-1:123456789012:alarms",
      `is "arn:aws:sns:us-east-1:123456789012:alarms": it must be a list of SNS topics' ARNs. Run: pulumi config rm alarmTopics`,
    ],
    [
      "throttle",
      "[]",
      `is "[]": it must have the form {rate, burst}. Run: pulumi config rm throttle`,
    ],
    [
      "sdkSignIn",
      "yes",
      `is "yes": it must be "false" or "true". Run: pulumi config set sdkSignIn false`,
    ],
    [
      "expectedUsers",
      "many",
      `is "many": it must be a whole number from 0 to 40000000. Run: pulumi config set expectedUsers 1000`,
    ],
    ...["48h", "2027-01-31", "2027-13-31T12:00:00Z"].map((text): [string, string, string] => [
      "expiresAt",
      text,
      `is "${text}": it must be an instant in UTC, to the second. Run: pulumi config set expiresAt 2027-01-31T12:00:00Z`,
    ]),
    [
      "expiresAt",
      "2027-01-31T12:00:00Z",
      `is "2027-01-31T12:00:00Z": it needs lifecycle to be ephemeral. Run: pulumi config rm expiresAt`,
    ],
    [
      "testUserPassword",
      "a long password of a test",
      `is "[secret]": it needs lifecycle to be ephemeral. Run: pulumi config rm testUserPassword`,
    ],
  ];
  for (const [key, text, rest] of cases) {
    it(`${key}: ${JSON.stringify(text)}`, async () => {
      await assert.rejects(settingsOf(project({ [key]: text })), {
        message: `Configuration secure-api:${key} ${rest}`,
      });
    });
  }

  it("C263: testUserPassword that the pool would refuse", async () => {
    for (const text of ["Too-Short-1", "a long password of 1 test", "A long password of a test"]) {
      const throwAway = project({ lifecycle: "ephemeral", testUserPassword: text });
      await assert.rejects(settingsOf(throwAway), {
        message:
          `Configuration secure-api:testUserPassword is "[secret]": it must have 15 characters or more, ` +
          `small and capital letters, digits and symbols among them. Run: pulumi config set testUserPassword --secret VALUE`,
      });
    }
  });

  const inner: readonly [string, string, string][] = [
    [
      "sites",
      '["http://a.b"]',
      `sites[0] is "http://a.b": it ${SECURE}. Run: pulumi config set --path 'sites[0]' https://app.example.com`,
    ],
    [
      "sites",
      '["https://a.b","https://a.b/"]',
      `sites[1] is "https://a.b/": it must be an origin, without path or trailing slash: https://a.b. Run: pulumi config set --path 'sites[1]' https://app.example.com`,
    ],
    [
      "sites",
      '["https://a.b","https://a.b"]',
      `sites[1] is "https://a.b": it is listed twice. Run: pulumi config rm --path 'sites[1]'`,
    ],
    [
      "throttle",
      '{"rate":0}',
      `throttle.rate is 0: it must be a whole number from 1 to 10000. Run: pulumi config set --path 'throttle.rate' 100`,
    ],
    [
      "throttle",
      '{"burst":"9"}',
      `throttle.burst is "9": it must be a whole number from 1 to 10000. Run: pulumi config set --path 'throttle.burst' 200`,
    ],
    [
      "alarmTopics",
      '["ops@example.net"]',
      `alarmTopics[0] is "ops@example.net": it must be the ARN of an SNS topic. Run: pulumi config rm --path 'alarmTopics[0]'`,
    ],
    [
      "throttle",
      '{"rates":1}',
      `throttle.rates is 1: it is unknown: throttle has rate and burst. Run: pulumi config rm --path 'throttle.rates'`,
    ],
  ];
  for (const [key, text, rest] of inner) {
    it(`${key}: ${text}`, async () => {
      await assert.rejects(settingsOf(project({ [key]: text })), {
        message: `Configuration secure-api:${rest}`,
      });
    });
  }

  it("F48: sites on the user's own machine, in production only", async () => {
    const sites = '["http://localhost:5173"]';
    assert.deepEqual((await settingsOf(project({ sites }))).devSites, ["http://localhost:5173"]);
    await assert.rejects(settingsOf(project({ sites, profile: "prod" })), {
      message:
        'Configuration secure-api:sites[0] is "http://localhost:5173": it must not be an address of the ' +
        "user's own machine where the profile is prod. Run: pulumi config set --path 'sites[0]' https://app.example.com",
    });
  });

  it("a list that is far too long, in less than a second", async () => {
    const sites = JSON.stringify(
      Array.from({ length: 50_000 }, (_, index) => `https://s${index}.b`),
    );
    const started = performance.now();
    await assert.rejects(
      settingsOf(project({ sites })),
      /it must hold at most 99 origins, not 50000\. Run: pulumi config rm sites$/,
    );
    assert.ok(performance.now() - started < 1_000);
  });

  it("a mistyped key, with the one that was meant", async () => {
    await assert.rejects(settingsOf(project({ signup: "admin-only" })), {
      message:
        "Configuration secure-api:signup is not a key of this program: did you mean signUp? " +
        "Run: pulumi config rm signup",
    });
  });

  it("an unknown key, with those there are", async () => {
    await assert.rejects(settingsOf(project({ passwordLength: "20" })), {
      message:
        "Configuration secure-api:passwordLength is not a key of this program: it has profile, lifecycle, " +
        "signUp, mfa, accessTokenMinutes, sites, alarmTopics, domainPrefix, throttle, sdkSignIn, expectedUsers, expiresAt, testUserPassword. Run: pulumi config rm passwordLength",
    });
  });

  it("a path that was set as a key, with both commands", async () => {
    await assert.rejects(settingsOf(project({ "sites[0]": "https://a.b" })), {
      message:
        "Configuration secure-api:sites[0] is not a key of this program: it is a path, so set it by --path. " +
        "Run: pulumi config rm 'sites[0]', then pulumi config set --path 'sites[0]' VALUE",
    });
  });

  for (const region of ["us-east-1 ", "US-EAST-1", "useast1", ""]) {
    it(`the Region ${JSON.stringify(region)}`, async () => {
      await assert.rejects(settingsOf({ "aws:region": region }), {
        message:
          `Configuration aws:region is ${JSON.stringify(region)}: it must be the code of an AWS Region. ` +
          "Run: pulumi config set aws:region us-east-1",
      });
    });
  }
});
