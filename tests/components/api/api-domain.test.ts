import assert from "node:assert/strict";
import { HttpApi } from "../../../components/http-api";
import type { HttpApiArgs } from "../../../components/api/http-api-args";
import {
  childrenOf,
  inputs,
  recorded,
  recordedOnce,
  resource,
  types,
} from "../../support/recorded";

const zoneId = "Z0123456789";

describe("an API with a domain", () => {
  const recording = recordedOnce(() => {
    const api = new HttpApi("api", { domain: { name: "api.example.net", zoneId, path: "v1" } });
    return { url: api.url };
  });
  const domain = async () => inputs(await recording(), types.domainName, "api-domain");

  it("F131: has a certificate with its proof, a mapping and two addresses besides", async () => {
    const children = childrenOf(await recording(), "api");
    assert.deepEqual(
      children.filter((child) => child.includes("api-domain")),
      [
        "ApiMapping api-domain-mapping",
        "Certificate api-domain-certificate",
        "CertificateValidation api-domain-certificate-validation",
        "DomainName api-domain",
        "Record api-domain-a",
        "Record api-domain-aaaa",
        "Record api-domain-certificate-proof",
      ],
    );
  });

  it("F131: takes TLS 1.2 and later, in its Region, by IPv4 and IPv6", async () => {
    const certificate = resource(await recording(), types.certificate, "api-domain-certificate");
    assert.deepEqual(await domain(), {
      domainName: "api.example.net",
      domainNameConfiguration: {
        certificateArn: certificate.outputs["arn"],
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_2",
        ipAddressType: "dualstack",
      },
    });
  });

  it("F131: proves the one name of its certificate by DNS", async () => {
    const certificate = resource(await recording(), types.certificate, "api-domain-certificate");
    assert.deepEqual(certificate.inputs, {
      domainName: "api.example.net",
      validationMethod: "DNS",
    });
    const [option] = certificate.outputs["domainValidationOptions"] as Record<string, string>[];
    assert.deepEqual(inputs(await recording(), types.record, "api-domain-certificate-proof"), {
      zoneId,
      name: option?.["resourceRecordName"],
      type: "CNAME",
      records: [option?.["resourceRecordValue"]],
      ttl: 300,
      allowOverwrite: true,
    });
  });

  it("F131: leads to the stage below its path", async () => {
    assert.deepEqual(inputs(await recording(), types.apiMapping, "api-domain-mapping"), {
      apiId: resource(await recording(), types.api, "api").id,
      domainName: "api.example.net",
      stage: "$default",
      apiMappingKey: "v1",
    });
  });

  it("F131: is found by clients of both families", async () => {
    const { domainNameConfiguration } = resource(
      await recording(),
      types.domainName,
      "api-domain",
    ).outputs;
    const target = domainNameConfiguration as Record<string, string>;
    for (const type of ["A", "AAAA"]) {
      assert.deepEqual(
        inputs(await recording(), types.record, `api-domain-${type.toLowerCase()}`),
        {
          zoneId,
          name: "api.example.net",
          type,
          aliases: [
            {
              name: target["targetDomainName"],
              zoneId: target["hostedZoneId"],
              evaluateTargetHealth: false,
            },
          ],
        },
      );
    }
  });

  it("F95: answers at no other address", async () => {
    const { disableExecuteApiEndpoint } = inputs(await recording(), types.api, "api");
    assert.equal(disableExecuteApiEndpoint, true);
    const { outputs } = await recording();
    assert.deepEqual(outputs, { url: "https://api.example.net/v1" });
  });
});

describe("an API's endpoints", () => {
  it("F95: are both on where that is said", async () => {
    const recording = await recorded(
      () =>
        new HttpApi("api", {
          domain: { name: "api.example.net", zoneId },
          defaultEndpoint: "on",
          ipAddressType: "ipv4",
        }),
    );
    const { disableExecuteApiEndpoint, ipAddressType } = inputs(recording, types.api, "api");
    assert.deepEqual([disableExecuteApiEndpoint, ipAddressType], [undefined, "ipv4"]);
  });

  it("F132: ask for certificates of a trust store's version", async () => {
    const mutualTls = { truststoreUri: "s3://trust/authorities.pem", truststoreVersion: "v7" };
    const recording = await recorded(
      () => new HttpApi("api", { domain: { name: "api.example.net", zoneId, mutualTls } }),
    );
    const { mutualTlsAuthentication } = inputs(recording, types.domainName, "api-domain");
    assert.deepEqual(mutualTlsAuthentication, mutualTls);
  });

  it("F124: serve the stage that the domain names", async () => {
    const recording = await recorded(
      () =>
        new HttpApi("api", {
          stages: { dev: {}, prod: {} },
          domain: { name: "api.example.net", zoneId, stage: "prod" },
        }),
    );
    assert.equal(inputs(recording, types.apiMapping, "api-domain-mapping")["stage"], "prod");
  });
});

describe("a domain is refused", () => {
  const name = "api.example.net";
  const cases: readonly [string, HttpApiArgs, string][] = [
    [
      "that is an address",
      { domain: { name: "https://api.example.net", zoneId } },
      'domain.name is "https://api.example.net": it must be a host name in lower case, such as api.example.net.',
    ],
    [
      "H13: with a path that begins with a slash",
      { domain: { name, zoneId, path: "/v1" } },
      'domain.path is "/v1": it must be segments of letters, digits and $-_.+!*\'() without a slash at either end, such as v1.',
    ],
    [
      "for a stage that there is not",
      { domain: { name, zoneId, stage: "prod" } },
      'domain.stage is "prod", which the API does not have: name one of $default.',
    ],
    [
      "F95: where nothing else would answer without it",
      { defaultEndpoint: "off" },
      'defaultEndpoint is "off" and there is no domain: nothing would answer. Give the API a domain.',
    ],
    [
      "F132: whose client certificates could be passed by",
      {
        defaultEndpoint: "on",
        domain: { name, zoneId, mutualTls: { truststoreUri: "s3://a/b", truststoreVersion: "1" } },
      },
      'defaultEndpoint is "on" beside domain.mutualTls: callers without a certificate would use it. Leave it off.',
    ],
  ];
  for (const [title, args, message] of cases) {
    it(title, async () => {
      await assert.rejects(
        recorded(() => void new HttpApi("api", args)),
        { message },
      );
    });
  }
});
