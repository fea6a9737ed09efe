import assert from "node:assert/strict";
import { CreationError } from "../../../../local/program/creation-error.ts";
import { checkIntegration } from "../../../../local/gateway/plan/integration-checks.ts";
import type { Properties } from "../../../../local/program/graph.ts";
import { resource } from "../support/graph.ts";

const lambdaArn = "arn:aws:lambda:eu-west-1:123456789012:function:main";
const listenerArn =
  "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/x/50dc6c495c0c9188/f2f7dc8efc522ab2";

const lambda = {
  integrationType: "AWS_PROXY",
  integrationUri: lambdaArn,
  integrationMethod: "POST",
};
const http = {
  integrationType: "HTTP_PROXY",
  integrationUri: "https://x.test/",
  integrationMethod: "ANY",
};
const vpcLink = {
  ...http,
  connectionType: "VPC_LINK",
  connectionId: "link01",
  integrationUri: listenerArn,
};
const service = {
  integrationType: "AWS_PROXY",
  integrationSubtype: "SQS-SendMessage",
  credentialsArn: "arn:aws:iam::123456789012:role/queue",
};

const mapped = (requestParameters: Properties): Properties => ({ ...http, requestParameters });
const answered = (statusCode: string, mappings: Properties): Properties => ({
  ...http,
  responseParameters: [{ statusCode, mappings }],
});

function check(inputs: Properties): void {
  checkIntegration(resource("aws:apigatewayv2/integration:Integration", "one", "i1", inputs));
}

/** Rule, inputs, and parts of the message. */
const refused: readonly (readonly [string, Properties, readonly string[]])[] = [
  [
    "H131, H254",
    { ...lambda, integrationType: "AWS" },
    [
      'integrationType "AWS"',
      "may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)",
    ],
  ],
  ["H131, H254", { ...http, integrationType: "MOCK" }, ['integrationType "MOCK"']],
  [
    "H131",
    { ...lambda, integrationMethod: "GET" },
    ["HttpMethod must be POST for AWS_PROXY IntegrationType"],
  ],
  ["H254", { ...http, integrationMethod: "FETCH" }, ['integrationMethod "FETCH"', "Write ANY"]],
  [
    "H254",
    { integrationType: "HTTP_PROXY", integrationUri: "https://x.test" },
    ['integrationMethod ""'],
  ],
  [
    "H254",
    { ...http, integrationUri: "x.test" },
    ['"x.test"', "Invalid HTTP endpoint specified for URI"],
  ],
  [
    "H254",
    { ...http, integrationUri: "ftp://x.test" },
    ["Invalid HTTP endpoint specified for URI"],
  ],
  [
    "H132",
    { ...http, payloadFormatVersion: "2.0" },
    ['payloadFormatVersion "2.0"', "Leave it out."],
  ],
  [
    "H268",
    { ...service, integrationSubtype: "SNS-Publish" },
    ['integrationSubtype "SNS-Publish"', "for this action. Use one of AppConfig-GetConfiguration,"],
  ],
  [
    "H268",
    { integrationType: "AWS_PROXY", integrationSubtype: "SQS-SendMessage" },
    ['integrationSubtype "SQS-SendMessage"', "needs a role"],
  ],
  ["H132, H268", { ...service, payloadFormatVersion: "2.0" }, ['payloadFormatVersion "2.0"']],
  [
    "H132",
    { ...lambda, payloadFormatVersion: "3.0" },
    ['payloadFormatVersion "3.0"', "Write 1.0 or 2.0."],
  ],
  ["H188", { ...http, timeoutMilliseconds: 49 }, ["timeoutMilliseconds 49"]],
  ["H188, H251", { ...http, timeoutMilliseconds: 30_001 }, ["timeoutMilliseconds 30001"]],
  [
    "H265",
    { ...vpcLink, integrationUri: "http://internal.test/" },
    [
      "For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.",
    ],
  ],
  [
    "H265",
    { ...vpcLink, integrationUri: listenerArn.replace("listener", "loadbalancer") },
    ["For VpcLink VPC_LINK"],
  ],
  [
    "H265",
    { ...http, connectionType: "VPC_LINK", integrationUri: listenerArn },
    ["connectionId", "id of its VPC link"],
  ],
  ["H265", { ...lambda, connectionType: "VPC_LINK" }, ['connectionType "VPC_LINK"']],
  [
    "H265",
    { ...http, connectionType: "VPC_LNK" },
    ['connectionType "VPC_LNK"', "INTERNET or VPC_LINK"],
  ],
  [
    "H273",
    mapped({ "append:header.Authorization": "x" }),
    ['requestParameters["append:header.Authorization"]', "reserved"],
  ],
  ["H273", mapped({ "overwrite:header.X-Amz-Date": "x" }), ["X-Amz-Date is reserved"]],
  ["H273", mapped({ "remove:header.via": "''" }), ["via is reserved"]],
  [
    "H240",
    answered("200", { "append:header.Access-Control-Allow-Origin": "*" }),
    ["responseParameters[200]", "reserved"],
  ],
  ["H269", mapped({ "append:path": "/x" }), ["errors : [append:path].", "overwrite:path"]],
  ["H269", mapped({ "set:header.x": "1" }), ["errors : [set:header.x]."]],
  ["H269", mapped({ "append:header.": "1" }), ["errors : [append:header.]."]],
  ["H269", mapped({ "append:header.a b": "1" }), ["errors : [append:header.a b]."]],
  ["H269", mapped({ "overwrite:statuscode": "200" }), ["overwrite:statuscode"]],
  [
    "H270",
    answered("200", { "append:overwrite.static": "x" }),
    ["errors : [append:overwrite.static]."],
  ],
  ["H270", answered("200", { "overwrite:querystring.x": "x" }), ["overwrite:querystring.x"]],
  ["H270", answered("199", {}), ["responseParameters[199]", "between 200 and 599"]],
  ["H270", answered("2XX", {}), ["responseParameters[2XX]"]],
  [
    "H271",
    mapped({ "append:header.x": "$request.headers.y" }),
    ['"$request.headers.y"', "A source is $request.header.NAME"],
  ],
  ["H271", mapped({ "append:header.x": "$response.header.y" }), ["errors : [$response.header.y]."]],
  ["H271", mapped({ "append:header.x": "$request.body..y" }), ["errors : [$request.body..y]."]],
  [
    "H271",
    mapped({ "append:header.x": "$request.body.y[?(@.z)]" }),
    ["errors : [$request.body.y[?(@.z)]]."],
  ],
  [
    "H271",
    mapped({ "append:header.x": "${request.path.id}-${nothing}" }),
    ["errors : [${nothing}]."],
  ],
  [
    "H271",
    mapped({ "append:header.x": "a ${request.path.id" }),
    ["errors : [a ${request.path.id]."],
  ],
  [
    "H271",
    answered("200", { "append:header.x": "$request.header.y" }),
    ["A source is $response.header.NAME"],
  ],
];

/** Rule and inputs that pass. */
const accepted: readonly (readonly [string, Properties])[] = [
  ["H131: a function", lambda],
  [
    "H131: a function without a method",
    { integrationType: "AWS_PROXY", integrationUri: lambdaArn },
  ],
  ["H132: a function of 2.0", { ...lambda, payloadFormatVersion: "2.0" }],
  ["H188: the longest time", { ...http, timeoutMilliseconds: 30_000 }],
  ["H188: the shortest", { ...http, timeoutMilliseconds: 50 }],
  ["H254: a URL with a parameter", { ...http, integrationUri: "https://x.test/{proxy}" }],
  [
    "H277: a host from a stage variable",
    { ...http, integrationUri: "https://${stageVariables.host}/" },
  ],
  ["H277: all of it from one", { ...http, integrationUri: "${stageVariables.url}" }],
  ["H265: a listener", vpcLink],
  [
    "H265: a Cloud Map service",
    {
      ...vpcLink,
      integrationUri: "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-abc",
    },
  ],
  [
    "H268: a service's own parameters",
    { ...service, requestParameters: { QueueUrl: "$request.header.q" } },
  ],
  [
    "H273: a header that only looks reserved",
    mapped({ "append:header.x-amzing": "1", "append:header.origins": "1" }),
  ],
];

describe("gateway: what AWS refuses about an integration", () => {
  for (const [rule, inputs, parts] of refused) {
    it(`${rule}, H296: ${parts[0]}`, () => {
      assert.throws(
        () => check(inputs),
        (error) => {
          assert.ok(error instanceof CreationError);
          assert.deepEqual([error.code, error.resource], ["BadRequestException", "one"]);
          for (const part of parts) assert.ok(error.message.includes(part), error.message);
          return true;
        },
      );
    });
  }

  for (const [what, inputs] of accepted) {
    it(`accepts ${what}`, () => assert.doesNotThrow(() => check(inputs)));
  }
});
