import type { AttributeInput } from "../attributes/writes.ts";
import { ignored, listOf, map, optionalText, required, wholeNumber } from "../../json-api/input.ts";
import type { Metadata } from "../service.ts";

const PRINTABLE = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

// The constraints of the service model, by the model's own names.
export const clientId = required(optionalText({ minimum: 1, maximum: 128, pattern: /^[\w+]+$/ }));
export const clientSecret = optionalText({ minimum: 1, maximum: 64, pattern: /^[\w+]+$/ });
const username = required(optionalText({ minimum: 1, maximum: 128, pattern: PRINTABLE }));
// A dot that stops at line ends, as in the model: a password is one line.
export const password = optionalText({ maximum: 256, pattern: /^[\S]+.*[\S]+$/ });
// Blank where a user is to have none (C170).
export const optionalPassword = optionalText({ maximum: 256, pattern: /^(?:|[\S]+.*[\S]+)$/ });
const secretHash = optionalText({ minimum: 1, maximum: 128, pattern: /^[\w+=/]+$/ });
export const confirmationCode = required(
  optionalText({ minimum: 1, maximum: 2048, pattern: /^[\S]+$/ }),
);
export const token = required(optionalText({ minimum: 1, pattern: /^[A-Za-z0-9-_=.]+$/ }));
export const session = optionalText({ minimum: 20, maximum: 2048 });

export const attributeName = optionalText({ minimum: 1, maximum: 32, pattern: PRINTABLE });
export const attributeNames = listOf(attributeName);

export const userPoolId = required(
  optionalText({ minimum: 1, maximum: 55, pattern: /^[\w-]+_[0-9a-zA-Z]+$/ }),
);
export const pageSize = wholeNumber(0, 60);
export const resultCount = wholeNumber(1, 60);
export const pageToken = optionalText({ minimum: 1, maximum: 131_072, pattern: /^[\S]+$/ });

/** What every operation takes that an administrator calls about one user. */
export const userOfPool = { UserPoolId: userPoolId, Username: username };

/** What every operation takes that a client calls about one user by name, without a token. */
export const userOfClient = {
  ClientId: clientId,
  Username: username,
  SecretHash: secretHash,
  ClientMetadata: map,
  UserContextData: ignored,
  AnalyticsMetadata: ignored,
};

/** `ValidationData` as triggers see it: texts by name. */
export function textsOf(list: readonly AttributeInput[] | undefined): Metadata | undefined {
  return list && Object.fromEntries(list.map(({ Name, Value = "" }) => [Name, Value]));
}
