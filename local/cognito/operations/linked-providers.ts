import {
  disableProvider,
  linkIdentity,
  type ProviderUser,
} from "../federation/linked-identities.ts";
import { type InputOf, optionalText, required, structure } from "../../json-api/input.ts";
import { poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { userPoolId } from "./shapes.ts";

const providerUser = structure({
  ProviderName: optionalText({ minimum: 1, maximum: 32 }),
  ProviderAttributeName: optionalText({ maximum: 131_072 }),
  ProviderAttributeValue: optionalText({ maximum: 131_072 }),
});

/** Users of a pool and who they are at identity providers (C242). */
export const linkedProviderOperations: Operations = {
  AdminLinkProviderForUser: operation(
    {
      UserPoolId: userPoolId,
      DestinationUser: required(providerUser),
      SourceUser: required(providerUser),
    },
    (service, input) => {
      const { DestinationUser, SourceUser } = input;
      linkIdentity(poolOf(service, input), {
        destination: userOf(DestinationUser),
        source: userOf(SourceUser),
      });
      return {};
    },
  ),

  AdminDisableProviderForUser: operation(
    { UserPoolId: userPoolId, User: required(providerUser) },
    (service, input) => {
      disableProvider(poolOf(service, input), userOf(input.User));
      return {};
    },
  ),
};

function userOf(input: InputOf<(typeof providerUser)["shape"]>): ProviderUser {
  return {
    provider: input.ProviderName ?? "",
    attribute: input.ProviderAttributeName ?? "",
    value: input.ProviderAttributeValue ?? "",
  };
}
