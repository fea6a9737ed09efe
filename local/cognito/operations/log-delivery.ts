import { fromProperties, toProperties } from "../configuration/properties.ts";
import { resourceOf } from "../configuration/user-pool-output.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { listOf, oneOf, optionalText, required, structure } from "../../json-api/input.ts";
import { type PoolContext, poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { userPoolId } from "./shapes.ts";

const LOG_DELIVERY = "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration";

const arn = optionalText({ minimum: 20, maximum: 2048 });
const logs = {
  LogConfigurations: listOf(
    structure({
      LogLevel: required(oneOf("ERROR", "INFO")),
      EventSource: required(oneOf("userNotification", "userAuthEvents")),
      CloudWatchLogsConfiguration: structure({ LogGroupArn: arn }),
      S3Configuration: structure({ BucketArn: arn }),
      FirehoseConfiguration: structure({ StreamArn: arn }),
    }),
    { maximum: 2 },
  ),
};

/** Where logs go (C285): kept and shown; nothing is delivered here. */
export const logDeliveryOperations: Operations = {
  SetLogDeliveryConfiguration: operation(
    { UserPoolId: userPoolId, LogConfigurations: required(logs.LogConfigurations) },
    (service, input) => {
      const context = poolOf(service, input);
      const { id } = context.pool;
      const wantsEvents = input.LogConfigurations.some(
        ({ EventSource }) => EventSource === "userAuthEvents",
      );
      if (wantsEvents && resourceOf(context).inputs["userPoolTier"] !== "PLUS") {
        throw new ServiceError(
          "FeatureUnavailableInTierException",
          "Export of authentication events is available from the PLUS tier on.",
        );
      }
      const inputs = { userPoolId: id, ...toProperties(logs, input) };
      service.configuration.save({ type: LOG_DELIVERY, id, inputs }, service.origin);
      return output(context);
    },
  ),

  GetLogDeliveryConfiguration: operation({ UserPoolId: userPoolId }, (service, input) =>
    output(poolOf(service, input)),
  ),
};

function output({ service, pool }: PoolContext) {
  const { graph } = service.configuration;
  const [found] = graph.where(LOG_DELIVERY, "userPoolId", pool.id);
  const kept = { LogConfigurations: [], ...fromProperties(logs, found?.inputs ?? {}) };
  return { LogDeliveryConfiguration: { UserPoolId: pool.id, ...kept } };
}
