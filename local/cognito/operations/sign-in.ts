import { ignored, map, optionalText, required } from "../../json-api/input.ts";
import { clientById, clientOfPool } from "../service.ts";
import { AUTH_FLOWS, startFlow } from "./auth-flows.ts";
import { operation, type Operations } from "./operation.ts";
import { clientId, session, userPoolId } from "./shapes.ts";

const start = {
  AuthFlow: required(optionalText({ values: AUTH_FLOWS })),
  AuthParameters: map,
  ClientId: clientId,
  ClientMetadata: map,
  AnalyticsMetadata: ignored,
  Session: session,
};

/** Starting a sign-in (section 5.4). */
export const signInOperations: Operations = {
  InitiateAuth: operation({ ...start, UserContextData: ignored }, (service, input) =>
    // These triggers alone see what the first step brings along (C187).
    startFlow(clientById(service, input.ClientId, { validationData: input.ClientMetadata }), {
      flow: input.AuthFlow,
      parameters: input.AuthParameters ?? {},
      session: input.Session,
      isAdmin: false,
    }),
  ),

  AdminInitiateAuth: operation(
    { ...start, UserPoolId: userPoolId, ContextData: ignored },
    (service, input) =>
      startFlow(clientOfPool(service, input, { validationData: input.ClientMetadata }), {
        flow: input.AuthFlow,
        parameters: input.AuthParameters ?? {},
        session: input.Session,
        isAdmin: true,
      }),
  ),
};
