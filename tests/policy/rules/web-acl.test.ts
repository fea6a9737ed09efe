import { STAGE, WEB_ACL_ASSOCIATION } from "../../../policy/types.ts";
import { describePolicy } from "../support/cases.ts";
import { all, changed, removeAll, set } from "../support/stack.ts";

const WANTED = "a pool, a load balancer or a REST API";
const STAGE_ARN = "arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4e5/stages/$default";
const REST_ARN = "arn:aws:apigateway:eu-west-1::/restapis/z9y8x7w6v5/stages/live";

const toStage = changed("pool-web-acl", (facts) => ({
  ...facts,
  propertyDependencies: { resourceArn: [`urn:pulumi:test::shop::${STAGE}::stage`] },
}));

describePolicy("waf-not-on-http-api", [
  {
    it: "refuses the stage of an HTTP API",
    change: set("pool-web-acl", { resourceArn: STAGE_ARN }),
    says: [`WebAclAssociation "pool-web-acl": resourceArn is "${STAGE_ARN}"; wanted: ${WANTED}.`],
  },
  {
    it: "refuses one that is not made yet",
    change: all(toStage, set("pool-web-acl", { resourceArn: STAGE_ARN })),
    says: [`WebAclAssociation "pool-web-acl": resourceArn is "${STAGE_ARN}"; wanted: ${WANTED}.`],
    saysUnknown: [`WebAclAssociation "pool-web-acl": resourceArn is [unknown]; wanted: ${WANTED}.`],
  },
  { it: "accepts a REST API", change: set("pool-web-acl", { resourceArn: REST_ARN }) },
  {
    it: "does not apply without a web ACL",
    change: removeAll(WEB_ACL_ASSOCIATION),
    applies: false,
  },
]);
