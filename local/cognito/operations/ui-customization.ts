import { fromProperties, toProperties } from "../configuration/properties.ts";
import { timesOutput } from "../configuration/user-pool-output.ts";
import { invalidParameter } from "../../json-api/errors.ts";
import { optionalText } from "../../json-api/input.ts";
import type { Resource } from "../../program/graph.ts";
import { UI_CUSTOMIZATION } from "../../program/types.ts";
import { EVERY_CLIENT } from "../pool.ts";
import { type PoolContext, poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { userPoolId } from "./shapes.ts";

const pages = {
  UserPoolId: userPoolId,
  ClientId: optionalText({ minimum: 1, maximum: 128, pattern: /^[\w+]+$/ }),
};
const look = {
  CSS: optionalText({ maximum: 131_072 }),
  ImageFile: optionalText({ maximum: 174_764 }), // 131,072 bytes as Base64
};

/** The look of the classic pages (C297). */
export const uiCustomizationOperations: Operations = {
  SetUICustomization: operation({ ...pages, ...look }, (service, input) => {
    const context = poolOf(service, input);
    const { pool } = context;
    if (!pool.domain) {
      throw invalidParameter("There has to be an existing domain associated with this user pool");
    }
    const clientId = input.ClientId ?? EVERY_CLIENT;
    const inputs = { userPoolId: pool.id, clientId, ...toProperties(look, input) };
    const wish = { type: UI_CUSTOMIZATION, id: `${pool.id},${clientId}`, inputs };
    service.configuration.save(wish, service.origin);
    return { UICustomization: output(context, find(context, clientId)) };
  }),

  GetUICustomization: operation(pages, (service, input) => {
    const context = poolOf(service, input);
    const own = find(context, input.ClientId ?? EVERY_CLIENT);
    return { UICustomization: output(context, own ?? find(context, EVERY_CLIENT)) };
  }),
};

function find({ service, pool }: PoolContext, clientId: string): Resource | undefined {
  const all = service.configuration.graph.where(UI_CUSTOMIZATION, "userPoolId", pool.id);
  return all.find(({ inputs }) => (inputs["clientId"] ?? EVERY_CLIENT) === clientId);
}

function output(context: PoolContext, resource: Resource | undefined) {
  if (!resource) return {};
  return {
    UserPoolId: context.pool.id,
    ClientId: resource.inputs["clientId"] ?? EVERY_CLIENT,
    ...fromProperties({ CSS: look.CSS }, resource.inputs),
    ...timesOutput(context, resource),
  };
}
