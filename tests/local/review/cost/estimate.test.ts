import { deepEqual, equal } from "node:assert/strict";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { estimate } from "../../../../local/review/cost/estimate.ts";
import { readUsage } from "../../../../local/review/cost/usage.ts";
import {
  graphOf,
  lambda,
  region,
  resource,
  route,
  stage,
  api,
} from "../../gateway/support/graph.ts";

const GIGABYTE = 1024 ** 3;

const pool = (inputs: Properties = {}): Resource =>
  resource("aws:cognito/userPool:UserPool", "people", "eu-west-1_A", inputs, { arn: "arn:pool" });

const usage = (flags: Readonly<Record<string, string | boolean>>) => readUsage(flags, "0");

/** Names, quantities and cents of the charges for these resources. */
function charged(
  flags: Readonly<Record<string, string | boolean>>,
  userPool: Resource | undefined,
  ...resources: readonly (Resource | readonly Resource[])[]
): Readonly<Record<string, readonly [number, number]>> {
  const graph = graphOf(userPool ?? [], ...resources);
  const { charges } = estimate(graph, userPool, usage(flags));
  return Object.fromEntries(
    charges.map(({ what, quantity, cents }) => [what, [quantity, cents] as const]),
  );
}

describe("the estimate of users", () => {
  it("C332: parts direct users from those of SAML and OpenID Connect", () => {
    deepEqual(charged({ users: "25000", federated: "200" }, pool({ userPoolTier: "LITE" })), {
      "Active users of people, LITE": [24_800, 8_140],
      "Active users through SAML and OpenID Connect": [200, 225],
    });
  });

  it("C282: takes a pool without a tier for ESSENTIALS", () => {
    deepEqual(charged({ users: "10001" }, pool()), {
      "Active users of people, ESSENTIALS": [10_001, 2],
    });
  });

  it("C331: gives PLUS no allowance, federated users among them", () => {
    deepEqual(charged({ users: "100", federated: "40" }, pool({ userPoolTier: "PLUS" })), {
      "Active users of people, PLUS": [60, 120],
      "Active users through SAML and OpenID Connect": [40, 60],
    });
  });

  it("C331: gives GovCloud no allowance", () => {
    const away = { ...pool(), region: "us-gov-west-1" };
    deepEqual(charged({ users: "100", federated: "40" }, away), {
      "Active users of people, ESSENTIALS": [60, 90],
      "Active users through SAML and OpenID Connect": [40, 60],
    });
  });

  it("C333: counts machine tokens and messages as they are told", () => {
    const flags = { users: "10", "machine-tokens": "4000", sms: "1000", "sms-price": "0.0279" };
    deepEqual(charged(flags, pool()), {
      "Active users of people, ESSENTIALS": [10, 0],
      "Machine tokens": [4_000, 900],
      "Text messages": [1_000, 2_790],
    });
  });

  it("C299: charges mail where SES sends it", () => {
    const bySes = pool({ emailConfiguration: { emailSendingAccount: "DEVELOPER" } });
    deepEqual(charged({ users: "2000", mail: "5000" }, bySes)["Mail by SES"], [5_000, 50]);
  });

  it("counts nothing as free that others in the account use up", () => {
    deepEqual(charged({ users: "100", "free-allowance": false }, pool()), {
      "Active users of people, ESSENTIALS": [100, 150],
    });
  });
});

const working = (name: string, inputs: Properties): Resource => {
  const plain = lambda(name);
  return { ...plain, inputs: { ...plain.inputs, ...inputs } };
};

describe("the estimate of requests", () => {
  const logged = { loggingConfig: { logGroup: "lines" }, architectures: ["arm64"] };
  const group = resource(
    "aws:cloudwatch/logGroup:LogGroup",
    "lines",
    "lines",
    { retentionInDays: 30 },
    { name: "lines", arn: "arn:lines" },
  );

  it("spreads them evenly over routes, each function with its memory", () => {
    const found = charged(
      { users: "0", requests: "40000000", milliseconds: "100" },
      undefined,
      api(),
      stage("$default", { accessLogSettings: { destinationArn: "arn:lines" } }),
      working("main", { ...logged, memorySize: 256 }),
      working("other", { ...logged, memorySize: 1_024, architectures: ["x86_64"] }),
      route("GET /a"),
      route("GET /b", { handler: "other" }),
      group,
    );
    deepEqual(found, {
      "Requests to HTTP APIs": [40_000_000, 4_000],
      "Calls of functions": [40_000_000, 780],
      // 500,000 and 2,000,000 GB-seconds, of which the first 400,000 are free.
      "Functions' work, arm64": [500_000 * 1_024_000, 133],
      "Functions' work, x86_64": [2_000_000 * 1_024_000, 3_333],
      "Log lines": [80_000_000 * 1_024, Math.round(((80_000_000 * 1_024) / GIGABYTE - 5) * 50)],
      "Kept logs": [12_288_000_000, Math.round((12_288_000_000 / GIGABYTE) * 3)],
    });
  });

  it("counts the traces of one call in each second, and of 5 percent of the others", () => {
    const { "Traces of functions": traces } = charged(
      { users: "0", requests: "10000000" },
      undefined,
      api(),
      stage(),
      working("main", { tracingConfig: { mode: "Active" } }),
      route("GET /a"),
    );
    // 2,592,000 seconds, and 370,400 of the other 7,408,000; 100,000 are free.
    deepEqual(traces, [2_962_400, 1_431]);
  });

  it("calls a trigger five times for each user", () => {
    const { arn = "" } = lambda("main").outputs;
    const withTrigger = pool({
      lambdaConfig: { preSignUp: arn, preTokenGenerationConfig: { lambdaArn: arn } },
    });
    const found = charged({ users: "2000000" }, withTrigger, working("main", {}));
    // The same function stands for both triggers here.
    deepEqual(found["Calls of functions"], [10_000_000, 180]);
  });

  it("counts no requests where no route is served", () => {
    equal(
      charged({ users: "100", requests: "9000000" }, pool())["Requests to HTTP APIs"],
      undefined,
    );
  });
});

describe("the estimate of what stands", () => {
  const alarm = (name: string, inputs: Properties = {}): Resource =>
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", name, name, inputs);

  it("has a web ACL with its rules, and what it judges for the pool and for machines", () => {
    const found = charged(
      { users: "50000", "machine-tokens": "1000" },
      pool(),
      resource("aws:wafv2/webAcl:WebAcl", "acl", "acl", { rules: [{ name: "a" }, { name: "b" }] }),
      resource("aws:wafv2/webAclAssociation:WebAclAssociation", "at", "at", {
        resourceArn: "arn:pool",
      }),
    );
    deepEqual(found["Web ACLs"], [1, 500]);
    deepEqual(found["Rules of web ACLs"], [2, 200]);
    deepEqual(found["Requests to web ACLs"], [1_001_000, 60]);
  });

  it("has alarms by the metrics they look at, of which ten are free", () => {
    const share = { metricQueries: [{ metric: {} }, { metric: {} }, { expression: "a / b" }] };
    const alarms = Array.from({ length: 6 }, (_, at) => alarm(`a${at}`, share));
    const found = charged({}, undefined, alarms, alarm("single"));
    deepEqual(found, { "Alarms, by the metrics they watch": [13, 30] });
  });

  it("has dashboards, of which three are free, and keys", () => {
    const kinds = ["cloudwatch/dashboard:Dashboard", "kms/key:Key"];
    const each = [1, 2, 3, 4].flatMap((at) =>
      kinds.map((kind) => resource(`aws:${kind}`, `${kind}${at}`, `${at}`)),
    );
    deepEqual(charged({}, undefined, each), { Dashboards: [4, 300], "Keys of KMS": [4, 400] });
  });

  it("has six metrics for each route of a stage with detailed metrics, once they are called", () => {
    const detailed = stage("$default", { defaultRouteSettings: { detailedMetricsEnabled: true } });
    const routes = [api(), detailed, lambda("main"), route("GET /a"), route("GET /b")];
    deepEqual(
      charged({ requests: "1" }, undefined, ...routes)["Metrics of log lines and of routes"],
      [12, 60],
    );
    equal(
      charged({ requests: "0" }, undefined, ...routes)["Metrics of log lines and of routes"],
      undefined,
    );
  });

  it("F178: has the users' data in a table: each sync reads it twice and writes it", () => {
    const table = resource("aws:dynamodb/table:Table", "data", "data", {
      pointInTimeRecovery: { enabled: true },
    });
    const bytes = 10_000_000 * 10_240;
    deepEqual(charged({ datasets: "10000000", syncs: "1000000" }, undefined, table), {
      "Synchronised data, stored": [bytes, Math.round((bytes / GIGABYTE - 25) * 25)],
      "Syncs, reads of the table": [6_000_000, 75],
      "Syncs, writes of the table": [10_000_000, 625],
      "Backups of the table": [bytes, Math.round((bytes / GIGABYTE) * 20)],
    });
  });
});

describe("the notes of an estimate", () => {
  const notes = (flags: Readonly<Record<string, string>>, ...resources: readonly Resource[]) =>
    estimate(graphOf(...resources), resources[0], usage(flags)).notes;

  it("C335: have the date and the Region of the prices", () => {
    equal(
      notes({}, pool())[0],
      `Prices without taxes, as of 2026-09 in us-east-1; ${region} has prices of its own`,
    );
  });

  it("C332: say what the same users cost in the other tiers", () => {
    const words = "The users alone would be $83.65 with LITE, $499.00 with PLUS";
    const flags = { users: "25000", federated: "200" };
    equal(notes(flags, pool({ userPoolTier: "ESSENTIALS" })).includes(words), true);
  });

  it("name what has a price that is not counted", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "files", "files");
    equal(notes({}, pool(), bucket).at(-1), "Not counted: files in S3");
  });

  it("C299: say where Cognito's own sender stops", () => {
    const words = "1,501 mails a month: Cognito's own sender costs nothing and stops at 50 a day";
    equal(notes({ mail: "1501" }, pool()).includes(words), true);
    equal(
      notes({ mail: "1500" }, pool()).some((note) => note.includes("mails")),
      false,
    );
  });
});
