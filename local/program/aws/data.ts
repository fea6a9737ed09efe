import { ACCOUNT_ID, hexId, lowerId, mixedId, uuid } from "../names.ts";
import {
  arnResource,
  type AttributeTable,
  given,
  globalArn,
  idOf,
  namedResource,
  nameOf,
  regionalArn,
  type Registration,
} from "./registration.ts";

/** Buckets, tables, keys, secrets and parameters. */
export const STORAGE: AttributeTable = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketObject:BucketObject": bucketObject,
  "aws:s3/bucketObjectv2:BucketObjectv2": bucketObject,
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": website,
  "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2": website,
  "aws:dynamodb/table:Table": (table) => {
    const name = nameOf(table);
    const arn = regionalArn(table, "dynamodb", `table/${name}`);
    const label = "2026-11-01T00:00:00.000";
    const stream =
      table.inputs["streamEnabled"] === true
        ? { streamArn: `${arn}/stream/${label}`, streamLabel: label }
        : {};
    return { id: name, outputs: { name, arn, ...stream } };
  },
  "aws:kms/key:Key": (key) => {
    const keyId = idOf(key, uuid(key.urn));
    return { id: keyId, outputs: { keyId, arn: regionalArn(key, "kms", `key/${keyId}`) } };
  },
  "aws:kms/alias:Alias": (alias) => {
    const name = given(alias, "name") ?? idOf(alias, `alias/${nameOf(alias)}`);
    const target = given(alias, "targetKeyId") ?? "";
    const targetKeyArn = target.startsWith("arn:")
      ? target
      : regionalArn(alias, "kms", `key/${target}`);
    return { id: name, outputs: { name, arn: regionalArn(alias, "kms", name), targetKeyArn } };
  },
  "aws:secretsmanager/secret:Secret": (secret) => {
    const name = given(secret, "name") ?? nameOf({ ...secret, givenId: undefined });
    const made = regionalArn(secret, "secretsmanager", `secret:${name}-${mixedId(secret.urn, 6)}`);
    const arn = idOf(secret, made);
    return { id: arn, outputs: { name, arn } };
  },
  "aws:secretsmanager/secretVersion:SecretVersion": (version) => {
    const arn = given(version, "secretId") ?? "";
    const versionId = uuid(version.urn);
    return { id: `${arn}|${versionId}`, outputs: { arn, secretArn: arn, versionId } };
  },
  "aws:ssm/parameter:Parameter": (parameter) => {
    const name = nameOf(parameter);
    const arn = regionalArn(parameter, "ssm", `parameter/${name.replace(/^\//, "")}`);
    return { id: name, outputs: { name, arn, version: 1 } };
  },
  "aws:ecr/repository:Repository": (repository) => {
    const name = nameOf(repository);
    return {
      id: name,
      outputs: {
        name,
        arn: regionalArn(repository, "ecr", `repository/${name}`),
        registryId: ACCOUNT_ID,
        repositoryUrl: `${ACCOUNT_ID}.dkr.ecr.${repository.region}.amazonaws.com/${name}`,
      },
    };
  },
};

/** Queues, topics, events, logs and alarms. */
export const EVENTS: AttributeTable = {
  "aws:sqs/queue:Queue": (queue) => {
    const isFifo = queue.inputs["fifoQueue"] === true && given(queue, "name") === undefined;
    const name = nameOf({ ...queue, givenId: queue.givenId?.split("/").at(-1) });
    const named = isFifo ? `${name}.fifo` : name;
    const url = `https://sqs.${queue.region}.amazonaws.com/${ACCOUNT_ID}/${named}`;
    return { id: url, outputs: { name: named, url, arn: regionalArn(queue, "sqs", named) } };
  },
  "aws:sns/topic:Topic": (topic) => {
    const { id, outputs } = topicOf(topic);
    return { id, outputs: { ...outputs, owner: ACCOUNT_ID } };
  },
  "aws:sns/topicSubscription:TopicSubscription": (subscription) => {
    const arn = `${given(subscription, "topic")}:${uuid(subscription.urn)}`;
    return { id: arn, outputs: { arn, ownerId: ACCOUNT_ID, pendingConfirmation: false } };
  },
  "aws:cloudwatch/eventRule:EventRule": namedResource("events", "rule/"),
  "aws:cloudwatch/eventBus:EventBus": namedResource("events", "event-bus/"),
  "aws:cloudwatch/logGroup:LogGroup": namedResource("logs", "log-group:"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": (alarm) => {
    const name = nameOf(alarm);
    return { id: name, outputs: { name, arn: regionalArn(alarm, "cloudwatch", `alarm:${name}`) } };
  },
  "aws:cloudwatch/dashboard:Dashboard": (dashboard) => {
    const name = given(dashboard, "dashboardName") ?? dashboard.name;
    return { id: name, outputs: { dashboardArn: globalArn("cloudwatch", `dashboard/${name}`) } };
  },
  "aws:sfn/stateMachine:StateMachine": arnResource("states", "stateMachine:"),
  "aws:kinesis/stream:Stream": arnResource("kinesis", "stream/"),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": arnResource(
    "firehose",
    "deliverystream/",
  ),
};

const topicOf = arnResource("sns", "");

function bucket(registration: Registration) {
  const name = nameOf(registration, "bucket");
  const { region } = registration;
  return {
    id: name,
    outputs: {
      bucket: name,
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegion: region,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      hostedZoneId: "Z3AQBSTGFYJSTF",
    },
  };
}

function bucketObject(registration: Registration) {
  const key = given(registration, "key") ?? registration.name;
  const name = given(registration, "bucket") ?? "";
  return {
    id: key,
    outputs: {
      key,
      arn: `arn:aws:s3:::${name}/${key}`,
      etag: hexId(registration.urn, 32),
      versionId: lowerId(registration.urn, 32),
    },
  };
}

function website(registration: Registration) {
  const name = given(registration, "bucket") ?? "";
  const domain = `s3-website-${registration.region}.amazonaws.com`;
  return { id: name, outputs: { websiteDomain: domain, websiteEndpoint: `${name}.${domain}` } };
}
