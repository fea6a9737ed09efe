import * as pulumi from "@pulumi/pulumi";
import type { Metric } from "../shared/alarms";

/** What alarms and dashboard look at. */
export interface WatchedApi {
  readonly apiId: pulumi.Input<string>;
  /** Undefined: all stages together. */
  readonly stageName: string | undefined;
  readonly accessLogName: pulumi.Input<string>;
}

/**
 * A metric that API Gateway has of an HTTP API.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export function apiMetric({ apiId, stageName }: WatchedApi, metricName: string): Metric {
  return {
    namespace: "AWS/ApiGateway",
    metricName,
    dimensions: { ApiId: apiId, ...(stageName !== undefined && { Stage: stageName }) },
  };
}

/** A metric counted in the access log; it has no dimensions, so the namespace names the API. */
export function accessLogMetric({ apiId }: WatchedApi, metricName: string): Metric {
  return { namespace: pulumi.interpolate`HttpApi/${apiId}`, metricName };
}
