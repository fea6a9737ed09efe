import { clientResource } from "../configuration/client-resource.ts";
import { fromProperties, toProperties } from "../configuration/properties.ts";
import { resourceOf, timesOutput } from "../configuration/user-pool-output.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { flag, listOf, oneOf, optionalText, required, structure } from "../../json-api/input.ts";
import { members, type Resource } from "../../program/graph.ts";
import { type PoolContext, poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { userPoolId } from "./shapes.ts";

const RISK = "aws:cognito/riskConfiguration:RiskConfiguration";

const text = optionalText({ maximum: 20_000 });
const email = structure({ Subject: required(text), HtmlBody: text, TextBody: text });
const action = structure({
  Notify: required(flag),
  EventAction: required(oneOf("BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION")),
});
const ranges = listOf(optionalText(), { maximum: 200 });

const risks = {
  CompromisedCredentialsRiskConfiguration: structure({
    EventFilter: listOf(oneOf("SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP")),
    Actions: required(structure({ EventAction: required(oneOf("BLOCK", "NO_ACTION")) })),
  }),
  AccountTakeoverRiskConfiguration: structure({
    NotifyConfiguration: structure({
      SourceArn: required(optionalText({ minimum: 20, maximum: 2048 })),
      ReplyTo: text,
      BlockEmail: email,
      NoActionEmail: email,
      MfaEmail: email,
    }),
    Actions: required(structure({ LowAction: action, MediumAction: action, HighAction: action })),
  }),
  RiskExceptionConfiguration: structure({ BlockedIPRangeList: ranges, SkippedIPRangeList: ranges }),
};
const place = {
  UserPoolId: userPoolId,
  ClientId: optionalText({ minimum: 1, maximum: 128, pattern: /^[\w+]+$/ }),
};

/** Threat protection (C283): kept and shown; no sign-in is judged here. */
export const riskConfigurationOperations: Operations = {
  SetRiskConfiguration: operation({ ...place, ...risks }, (service, input) => {
    const context = poolOf(service, input);
    requireAddOn(context);
    const { ClientId: client } = input;
    if (client !== undefined) clientResource(context, client);
    const inputs = {
      userPoolId: context.pool.id,
      ...(client !== undefined && { clientId: client }),
      ...toProperties(risks, input),
    };
    const id = client === undefined ? context.pool.id : `${context.pool.id}:${client}`;
    service.configuration.save({ type: RISK, id, inputs }, service.origin);
    return { RiskConfiguration: output(context, client) };
  }),

  DescribeRiskConfiguration: operation(place, (service, input) => {
    const context = poolOf(service, input);
    requireAddOn(context);
    return { RiskConfiguration: output(context, input.ClientId) };
  }),
};

function requireAddOn(context: PoolContext): void {
  const { advancedSecurityMode: mode = "OFF" } = members(
    resourceOf(context).inputs["userPoolAddOns"],
  );
  if (mode !== "OFF") return;
  throw new ServiceError(
    "UserPoolAddOnNotEnabledException",
    "Threat protection is not enabled for the user pool.",
  );
}

/** The client's own, else the pool's. */
function output(context: PoolContext, client: string | undefined) {
  const all = context.service.configuration.graph.where(RISK, "userPoolId", context.pool.id);
  const of = (clientId: string | undefined): Resource | undefined =>
    all.find(({ inputs }) => inputs["clientId"] === clientId);
  const found = of(client) ?? of(undefined);
  return {
    UserPoolId: context.pool.id,
    ...(client !== undefined && { ClientId: client }),
    ...(found && {
      ...fromProperties(risks, found.inputs),
      LastModifiedDate: timesOutput(context, found).LastModifiedDate,
    }),
  };
}
