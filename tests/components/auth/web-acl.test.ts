import assert from "node:assert/strict";
import { AuthLayer } from "../../../components/auth-layer";
import type { WebAcl } from "../../../components/auth/web-acl";
import {
  childrenOf,
  inputs,
  recorded,
  recordedOnce,
  resource,
  types,
} from "../../support/recorded";

const layer = (webAcl?: WebAcl, callbackUrl = "https://orders.example.test") =>
  new AuthLayer("auth", {
    signUp: "self-service",
    scopes: {},
    clients: { web: { kind: "browser", callbackUrls: [callbackUrl] } },
    logRetentionDays: 30,
    ...(webAcl !== undefined && { webAcl }),
  });

const ACL_ARN =
  "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shared/0b1f2e3d-0000-4000-8000-000000000000";
const firewallOf = (children: readonly string[]) =>
  children.filter((child) => /^WebAcl|web-acl/.test(child));
const metrics = (metricName: string) => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
const counted = (...rules: readonly string[]) => ({
  ruleActionOverrides: rules.map((name) => ({ name, actionToUse: { count: {} } })),
});
const group = (key: string, name: string, priority: number, overrides: object = {}) => ({
  name: `auth-web-acl-${key}`,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name, ...overrides } },
  visibilityConfig: metrics(`auth-web-acl-${key}`),
});

describe("the managed web ACL of an AuthLayer", () => {
  const recording = recordedOnce(() => layer("managed"));
  const attributes = async (type: string, name: string) =>
    resource(await recording(), type, name).outputs;

  it("F85: is an ACL with a log, in front of the pool", async () => {
    assert.deepEqual(firewallOf(childrenOf(await recording(), "auth")), [
      "LogGroup auth-web-acl-log",
      "WebAcl auth-web-acl",
      "WebAclAssociation auth-web-acl-association",
      "WebAclLoggingConfiguration auth-web-acl-logging",
    ]);
    assert.deepEqual(
      inputs(await recording(), types.webAclAssociation, "auth-web-acl-association"),
      {
        resourceArn: (await attributes(types.userPool, "auth"))["arn"],
        webAclArn: (await attributes(types.webAcl, "auth-web-acl"))["arn"],
      },
    );
  });

  it("F85: limits what one address sends, then holds it against AWS's rules", async () => {
    assert.deepEqual(inputs(await recording(), types.webAcl, "auth-web-acl"), {
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [
        {
          name: "auth-web-acl-rate",
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              limit: 1_000,
              evaluationWindowSec: 300,
              aggregateKeyType: "IP",
              scopeDownStatement: {
                byteMatchStatement: {
                  fieldToMatch: { method: {} },
                  positionalConstraint: "EXACTLY",
                  searchString: "POST",
                  textTransformations: [{ priority: 0, type: "NONE" }],
                },
              },
            },
          },
          visibilityConfig: metrics("auth-web-acl-rate"),
        },
        group("ip-reputation", "AWSManagedRulesAmazonIpReputationList", 1),
        group("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet", 2),
        group("common", "AWSManagedRulesCommonRuleSet", 3, counted("NoUserAgent_HEADER")),
      ],
      visibilityConfig: metrics("auth-web-acl"),
    });
  });

  it("F85, F48: lets the addresses of users' own machines pass where a client registers one", async () => {
    const loopback = await recorded(() => layer("managed", "http://localhost:5173/signed-in"));
    const { rules } = inputs(loopback, types.webAcl, "auth-web-acl");
    assert.deepEqual(
      (rules as { name: string }[]).find(({ name }) => name === "auth-web-acl-common"),
      group(
        "common",
        "AWSManagedRulesCommonRuleSet",
        3,
        counted(
          "NoUserAgent_HEADER",
          "EC2MetaDataSSRF_QUERYARGUMENTS",
          "EC2MetaDataSSRF_BODY",
          "GenericRFI_QUERYARGUMENTS",
          "GenericRFI_BODY",
        ),
      ),
    );
  });

  it("F85: logs what it does, without what carries credentials", async () => {
    const { id } = resource(await recording(), types.userPool, "auth");
    assert.deepEqual(inputs(await recording(), types.logGroup, "auth-web-acl-log"), {
      name: `aws-waf-logs-${id}`,
      retentionInDays: 30,
      tags: { encryption: "service-owned key" },
    });
    assert.deepEqual(inputs(await recording(), types.webAclLogging, "auth-web-acl-logging"), {
      resourceArn: (await attributes(types.webAcl, "auth-web-acl"))["arn"],
      logDestinationConfigs: [(await attributes(types.logGroup, "auth-web-acl-log"))["arn"]],
      redactedFields: [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "cookie" } },
        { queryString: {} },
      ],
    });
  });

  it("F85: leaves the pool as it is", async () => {
    const pool = async (webAcl?: WebAcl) =>
      inputs(await recorded(() => layer(webAcl)), types.userPool, "auth");
    assert.deepEqual(await pool("managed"), await pool());
  });
});

describe("another web ACL of an AuthLayer", () => {
  it("F85: is an existing one, which is put in front of the pool and nothing more", async () => {
    const recording = await recorded(() => layer({ arn: ACL_ARN }));
    assert.deepEqual(firewallOf(childrenOf(recording, "auth")), [
      "WebAclAssociation auth-web-acl-association",
    ]);
    assert.deepEqual(inputs(recording, types.webAclAssociation, "auth-web-acl-association"), {
      resourceArn: resource(recording, types.userPool, "auth").outputs["arn"],
      webAclArn: ACL_ARN,
    });
  });

  it("F85: is none, for a reason that the pool's tag keeps", async () => {
    const recording = await recorded(() => layer({ none: "a load test" }));
    assert.deepEqual(firewallOf(childrenOf(recording, "auth")), []);
    assert.deepEqual(inputs(recording, types.userPool, "auth")["tags"], {
      webAcl: "none: a load test",
    });
  });

  it("F85: is none where nothing is said, as it costs money", async () => {
    const recording = await recorded(() => layer());
    assert.deepEqual(firewallOf(childrenOf(recording, "auth")), []);
    assert.equal(inputs(recording, types.userPool, "auth")["tags"], undefined);
  });
});

describe("AuthLayer refuses as its web ACL", () => {
  const reason = (text: string) =>
    `webAcl.none is "${text}": say why in 1 to 200 characters that a tag takes, ` +
    "letters, digits, spaces and _.:/=+@-.";
  const arn = (text: string) =>
    `webAcl.arn is "${text}": it must be the ARN of a REGIONAL web ACL of WAFv2.`;
  const ofCloudFront = ACL_ARN.replace("regional", "global");
  const cases: readonly [string, WebAcl, string][] = [
    ["none without a reason", { none: " " }, reason(" ")],
    ["a reason that no tag takes", { none: "why, you ask" }, reason("why, you ask")],
    ["one of CloudFront", { arn: ofCloudFront }, arn(ofCloudFront)],
    ["a name", { arn: "shared" }, arn("shared")],
    // As a caller without types could write it.
    [
      "a word that it does not know",
      "none" as unknown as WebAcl,
      'webAcl must be "managed", { arn: ARN } or { none: REASON }.',
    ],
  ];
  for (const [title, webAcl, message] of cases) {
    it(title, async () => {
      await assert.rejects(
        recorded(() => layer(webAcl)),
        { message },
      );
    });
  }
});
