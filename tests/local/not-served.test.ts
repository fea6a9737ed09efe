import { deepEqual } from "node:assert/strict";
import type { Properties } from "../../local/program/graph.ts";
import { unmodelled } from "../../local/not-served.ts";
import { graphOf, resource, standardGraph } from "./cognito/support/graph.ts";
import { identityGraph, tags } from "./identity/support/graph.ts";

describe("what is not served", () => {
  it("names nothing of an identity pool for the graph's own users", () => {
    deepEqual(unmodelled(identityGraph({}, tags({ useDefaults: true }))), []);
  });

  it("names logins that an identity pool takes from elsewhere", () => {
    const pool = 'aws:cognito/identityPool:IdentityPool "identities"';
    const others = `${pool}: logins of other providers than the graph's user pools are refused`;
    const facebook = { supportedLoginProviders: { "graph.facebook.com": "7346241598935552" } };
    deepEqual(unmodelled(identityGraph(facebook)), [others]);
    deepEqual(unmodelled(identityGraph({ samlProviderArns: ["arn:aws:iam::1:saml-provider/x"] })), [
      others,
    ]);
    deepEqual(unmodelled(identityGraph({ developerProviderName: "login.example" })), [
      `${pool}: developerProviderName: developer authenticated identities are not served`,
    ]);
  });

  it("names a web ACL once, by what it stands in front of, and none of its logs and alarms", () => {
    const graph = standardGraph(
      resource("aws:wafv2/webAcl:WebAcl", "acl", {}),
      resource("aws:wafv2/webAclAssociation:WebAclAssociation", "acl-of-pool", {}),
      resource(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        "acl-logging",
        {},
      ),
      resource("aws:cloudwatch/logGroup:LogGroup", "acl-log", {}),
      resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "refused-lines", {}),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "refused-alarm", {}),
    );
    deepEqual(unmodelled(graph), [
      'aws:wafv2/webAclAssociation:WebAclAssociation "acl-of-pool": ' +
        "no request is held against the rules of the web ACL",
    ]);
  });

  it("H277: an alias is served with its function", () => {
    deepEqual(unmodelled(graphOf(resource("aws:lambda/alias:Alias", "live", {}))), []);
  });

  it("names threat protection once, and nothing that answers nobody: logs, prices, certificates", () => {
    const graph = standardGraph(
      resource("aws:cognito/riskConfiguration:RiskConfiguration", "risk", {}),
      resource("aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration", "logs", {}),
      resource("aws:sns/smsPreferences:SmsPreferences", "sms", {}),
      resource("aws:acm/certificate:Certificate", "certificate", {}),
      resource("aws:acm/certificateValidation:CertificateValidation", "validation", {}),
      resource("aws:route53/record:Record", "record", {}),
    );
    deepEqual(unmodelled(graph), [
      'aws:cognito/riskConfiguration:RiskConfiguration "risk": ' +
        "no sign-in is scored, and no password held against breached ones",
    ]);
  });

  it("names what the embedded KMS leaves out, and a key that it cannot use", () => {
    const key = 'aws:kms/key:Key "key"';
    const partly = `${key}: no permissions are checked, and only operations that encrypt and decrypt answered`;
    const served = (inputs: Properties = {}) =>
      unmodelled(graphOf(resource("aws:kms/key:Key", "key", { inputs })));
    deepEqual(served(), [partly]);
    deepEqual(served({ customerMasterKeySpec: "RSA_2048" }), [
      partly,
      `${key}: customerMasterKeySpec: only symmetric keys work here`,
    ]);
  });
});
