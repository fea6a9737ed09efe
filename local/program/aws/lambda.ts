import { lowerId, uuid } from "../names.ts";
import {
  type AttributeTable,
  given,
  idOf,
  nameOf,
  regionalArn,
  type Registration,
} from "./registration.ts";

/** Functions and what calls them. */
export const LAMBDA: AttributeTable = {
  "aws:lambda/function:Function": (fn) => {
    const name = nameOf(fn);
    const arn = functionArn(fn, name);
    const version = fn.inputs["publish"] === true ? "1" : "$LATEST";
    return {
      id: name,
      outputs: {
        name,
        arn,
        version,
        invokeArn: invokeArn(fn, arn),
        qualifiedArn: `${arn}:${version}`,
        qualifiedInvokeArn: invokeArn(fn, `${arn}:${version}`),
      },
    };
  },
  "aws:lambda/alias:Alias": (alias) => {
    const name = nameOf(alias);
    const arn = `${functionArn(alias, given(alias, "functionName") ?? "")}:${name}`;
    return { id: arn, outputs: { arn, name, invokeArn: invokeArn(alias, arn) } };
  },
  "aws:lambda/permission:Permission": (permission) => {
    const id = nameOf(permission, "statementId");
    return { id, outputs: { statementId: id } };
  },
  "aws:lambda/layerVersion:LayerVersion": (layer) => {
    const name = given(layer, "layerName") ?? layer.name;
    const layerArn = regionalArn(layer, "lambda", `layer:${name}`);
    return { id: `${layerArn}:1`, outputs: { arn: `${layerArn}:1`, layerArn, version: "1" } };
  },
  "aws:lambda/functionUrl:FunctionUrl": (url) => {
    const name = given(url, "functionName") ?? "";
    const urlId = lowerId(url.urn, 32);
    return {
      id: name,
      outputs: {
        urlId,
        functionArn: functionArn(url, name),
        functionUrl: `https://${urlId}.lambda-url.${url.region}.on.aws/`,
      },
    };
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": (mapping) => {
    const id = idOf(mapping, uuid(mapping.urn));
    return {
      id,
      outputs: {
        uuid: id,
        arn: regionalArn(mapping, "lambda", `event-source-mapping:${id}`),
        functionArn: functionArn(mapping, given(mapping, "functionName") ?? ""),
        state: "Enabled",
      },
    };
  },
};

/** A function's ARN, from its name or from an ARN in its place. */
function functionArn(registration: Registration, nameOrArn: string): string {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  return regionalArn(registration, "lambda", `function:${nameOrArn}`);
}

function invokeArn({ region }: Registration, arn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}
