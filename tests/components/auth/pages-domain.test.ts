import assert from "node:assert/strict";
import { inputs, resource, types } from "../../support/recorded";
import { layerWith } from "./support/layer";

const domain = { name: "login.orders.test", zoneId: "Z0123456789" };

describe("a sign-in domain of one's own", () => {
  it("F50, C294: has a certificate in us-east-1 and an address, wherever the pool is", async () => {
    const recording = await layerWith({ domain });
    const validation = resource(
      recording,
      types.certificateValidation,
      "auth-domain-certificate-validation",
    );
    assert.deepEqual(inputs(recording, types.certificate, "auth-domain-certificate"), {
      domainName: "login.orders.test",
      validationMethod: "DNS",
      region: "us-east-1",
    });
    assert.equal(validation.inputs["region"], "us-east-1");
    const served = resource(recording, types.domain, "auth-domain");
    assert.deepEqual(served.inputs, {
      userPoolId: resource(recording, types.userPool, "auth").id,
      domain: "login.orders.test",
      managedLoginVersion: 2,
      certificateArn: validation.inputs["certificateArn"],
    });
    assert.deepEqual(inputs(recording, types.record, "auth-domain-record"), {
      zoneId: "Z0123456789",
      name: "login.orders.test",
      type: "A",
      aliases: [
        {
          name: served.outputs["cloudfrontDistribution"],
          zoneId: served.outputs["cloudfrontDistributionZoneId"],
          evaluateTargetHealth: false,
        },
      ],
    });
  });

  it("F50: proves the name by the record that ACM asks for", async () => {
    const recording = await layerWith({ domain });
    const certificate = resource(recording, types.certificate, "auth-domain-certificate");
    const [option] = certificate.outputs["domainValidationOptions"] as Record<string, string>[];
    const record = resource(recording, types.record, "auth-domain-certificate-proof");
    assert.deepEqual(record.inputs, {
      zoneId: "Z0123456789",
      name: option?.["resourceRecordName"],
      type: option?.["resourceRecordType"],
      records: [option?.["resourceRecordValue"]],
      ttl: 300,
      allowOverwrite: true,
    });
    assert.deepEqual(
      inputs(recording, types.certificateValidation, "auth-domain-certificate-validation"),
      {
        certificateArn: certificate.outputs["arn"],
        validationRecordFqdns: [record.outputs["fqdn"]],
        region: "us-east-1",
      },
    );
  });

  it("F50: is the address that the layer gives", async () => {
    const { outputs } = await layerWith({ domain });
    assert.equal(outputs["domain"], "https://login.orders.test");
  });
});
