import type { JsonApi } from "../../json-api/json-api.ts";
import type { Service } from "../service.ts";
import { adminAttributeOperations } from "./admin-attributes.ts";
import { adminPasswordOperations } from "./admin-passwords.ts";
import { adminUserOperations } from "./admin-users.ts";
import { attributeOperations } from "./attributes.ts";
import { challengeOperations } from "./challenges.ts";
import { clientSecretOperations } from "./client-secrets.ts";
import { clientTokenOperations } from "./client-token.ts";
import { groupMemberOperations } from "./group-members.ts";
import { groupOperations } from "./groups.ts";
import { identityProviderOperations } from "./identity-providers.ts";
import { linkedProviderOperations } from "./linked-providers.ts";
import { listUsersOperations } from "./list-users.ts";
import { logDeliveryOperations } from "./log-delivery.ts";
import { managedLoginBrandingOperations } from "./managed-login-branding.ts";
import { mfaOperations } from "./mfa.ts";
import { authFactorOperations } from "./auth-factors.ts";
import { adminDeviceOperations, deviceOperations } from "./devices.ts";
import { passkeyOperations } from "./passkeys.ts";
import { passwordOperations } from "./passwords.ts";
import { resourceServerOperations } from "./resource-servers.ts";
import { riskConfigurationOperations } from "./risk-configuration.ts";
import { selfServiceOperations } from "./self-service.ts";
import { signInOperations } from "./sign-in.ts";
import { signUpOperations } from "./sign-up.ts";
import { SIGNED_OPERATIONS } from "./signed-operations.ts";
import { tokenOperations } from "./tokens.ts";
import { uiCustomizationOperations } from "./ui-customization.ts";
import { userPoolClientOperations } from "./user-pool-clients.ts";
import { userPoolDomainOperations } from "./user-pool-domains.ts";
import { userPoolOperations } from "./user-pools.ts";
import { userPoolSettingOperations } from "./user-pool-settings.ts";

/** The JSON API of user pools (section 5). */
export const USER_POOLS_API: JsonApi<Service> = {
  target: "AWSCognitoIdentityProviderService",
  signedOperations: SIGNED_OPERATIONS,
  operations: new Map(
    [
      signUpOperations,
      signInOperations,
      challengeOperations,
      tokenOperations,
      clientTokenOperations,
      passwordOperations,
      mfaOperations,
      selfServiceOperations,
      attributeOperations,
      adminUserOperations,
      adminAttributeOperations,
      adminPasswordOperations,
      groupOperations,
      groupMemberOperations,
      listUsersOperations,
      authFactorOperations,
      passkeyOperations,
      deviceOperations,
      adminDeviceOperations,
      userPoolOperations,
      userPoolSettingOperations,
      userPoolClientOperations,
      resourceServerOperations,
      userPoolDomainOperations,
      identityProviderOperations,
      clientSecretOperations,
      managedLoginBrandingOperations,
      uiCustomizationOperations,
      riskConfigurationOperations,
      logDeliveryOperations,
      linkedProviderOperations,
    ].flatMap((group) => Object.entries(group)),
  ),
};
