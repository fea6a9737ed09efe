import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import type { AnyProvider, ProviderTable } from "./identity-provider-args";
import {
  cognitoProviderName,
  providerDetails,
  providerMapping,
  providerType,
} from "./provider-details";
import { secretOnly } from "./secret-input";

/** Makes a pool's identity providers. */
export function createIdentityProviders(
  name: string,
  userPoolId: pulumi.Input<string>,
  providers: ProviderTable,
  parent: pulumi.Resource,
): cognito.IdentityProvider[] {
  return Object.entries<AnyProvider>(providers).map(([key, provider]) => {
    const { type, filledIn } = providerType(key, provider);
    const details = providerDetails(key, provider, (argument, value) =>
      secretOnly(`identityProviders["${key}"].${argument}`, value, parent),
    );
    const added = filledIn.filter((detail) => !Object.hasOwn(details, detail));
    const identifiers = provider.kind === undefined ? undefined : provider.identifiers;
    return new cognito.IdentityProvider(
      `${name}-${key}`,
      {
        userPoolId,
        providerName: cognitoProviderName(key),
        providerType: type,
        providerDetails: details,
        attributeMapping: { ...providerMapping(key, provider) },
        ...(identifiers !== undefined && { idpIdentifiers: [...identifiers] }),
      },
      // What Cognito writes into the details is no difference (C289).
      { parent, ignoreChanges: added.map((detail) => `providerDetails.${detail}`) },
    );
  });
}
