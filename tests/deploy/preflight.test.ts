import { deepEqual } from "node:assert/strict";
import { describe, it } from "mocha";
import type { StepEventMetadata } from "../../deploy/automation.ts";
import { foreignIssuers, newDomains, newParents } from "../../deploy/preflight.ts";

const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";

function step(op: string, type: string, inputs: object, old?: object): StepEventMetadata {
  return { op, type, new: { inputs }, ...(old && { old }) } as unknown as StepEventMetadata;
}

const provider = step("create", "pulumi:providers:aws", { region: "eu-west-1" });
const domain = (op: string, inputs: object, old?: object) =>
  step(op, DOMAIN, inputs, old && { inputs: old });
const authorizer = (issuer: unknown) =>
  step("create", AUTHORIZER, { jwtConfiguration: { issuer } });
const FOREIGN = "https://issuer.example.com";
const pool = step("same", "aws:cognito/userPool:UserPool", {}, { id: "eu-west-1_Ab3dEf6hI" });

describe("F49: the sign-in domains that an update makes", () => {
  it("are those that are created, in the provider's Region or their own", () => {
    deepEqual(
      newDomains([
        provider,
        domain("create", { domain: "orders" }),
        domain("create", { domain: "stock", region: "us-east-1" }),
      ]),
      [
        { prefix: "orders", host: "orders.auth.eu-west-1.amazoncognito.com" },
        { prefix: "stock", host: "stock.auth.us-east-1.amazoncognito.com" },
      ],
    );
  });

  it("are those that replace one with another prefix", () => {
    const steps = (before: string) => [
      provider,
      domain("create-replacement", { domain: "orders" }, { domain: before }),
      domain("replace", { domain: "orders" }, { domain: before }),
    ];
    deepEqual(
      newDomains(steps("old")).map(({ prefix }) => prefix),
      ["orders"],
    );
    deepEqual(newDomains(steps("orders")), []);
  });

  const none: readonly (readonly [string, StepEventMetadata])[] = [
    ["one that stays", domain("same", { domain: "orders" }, { domain: "orders" })],
    ["one that goes", domain("delete", {}, { domain: "orders" })],
    ["one of one's own", domain("create", { domain: "login.example.com" })],
    ["one whose prefix is unknown yet", domain("create", {})],
  ];
  for (const [title, one] of none) {
    it(`are not ${title}`, () => deepEqual(newDomains([provider, one]), []));
  }
});

describe("F50: the parents of sign-in domains that an update makes", () => {
  const own = domain("create", { domain: "login.orders.example.com" });

  it("are one label shorter", () => deepEqual(newParents([provider, own]), ["orders.example.com"]));

  const none: readonly (readonly [string, readonly StepEventMetadata[]])[] = [
    ["those of prefixes", [domain("create", { domain: "orders" })]],
    ["those of domains that stay", [domain("same", { domain: "login.example.com" })]],
    [
      "those whose record comes with the update",
      [own, step("create", "aws:route53/record:Record", { name: "orders.example.com" })],
    ],
  ];
  for (const [title, steps] of none) {
    it(`are not ${title}`, () => deepEqual(newParents([provider, ...steps]), []));
  }
});

describe("F118: the issuers that exist before an update", () => {
  it("are those of authorizers, each once", () => {
    deepEqual(foreignIssuers([authorizer(FOREIGN), authorizer(FOREIGN)]), [FOREIGN]);
  });

  it("are not the stack's own pools, nor what is unknown yet", () => {
    const own = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dEf6hI";
    deepEqual(foreignIssuers([pool, authorizer(own), authorizer(undefined), authorizer("")]), []);
    deepEqual(foreignIssuers([authorizer(own)]), [own]);
  });
});
