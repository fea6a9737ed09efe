import { isSameSecret } from "../../secrets.ts";
import { ServiceError, TEXTS } from "../../json-api/errors.ts";
import type { PoolContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { newTotpSecret, stepAt, stepsAround, totpCode } from "./totp.ts";

/** Refuses what concerns authenticator apps in a pool that has none (C219). */
export function requireSoftwareTokens({ pool }: PoolContext): void {
  if (pool.mfa.factors.includes("SOFTWARE_TOKEN_MFA")) return;
  throw new ServiceError("SoftwareTokenMFANotFoundException", TEXTS.noSoftwareTokens);
}

/** Keeps a new secret for a signed-in user; the app in use stays until the new one shows a code (C219). */
export function associatePending({ service, pool }: PoolContext, user: User): Uint8Array {
  const { secondFactors } = service.store;
  const pendingSecret = newTotpSecret();
  secondFactors.save(pool.id, user.sub, {
    ...secondFactors.of(pool.id, user.sub),
    pendingSecret,
  });
  return pendingSecret;
}

/** Takes a new app into use that shows a right code of its secret (C220); it is not switched on by that. */
export function verifyPending(
  context: PoolContext,
  user: User,
  shown: { readonly code: string; readonly name: string | null },
): void {
  const { service, pool } = context;
  const { secondFactors } = service.store;
  const factors = secondFactors.of(pool.id, user.sub);
  if (!factors.pendingSecret) {
    throw new ServiceError("SoftwareTokenMFANotFoundException", TEXTS.noSoftwareToken);
  }
  const lastStep = firstStep(context, factors.pendingSecret, shown.code);
  const softwareToken = { secret: factors.pendingSecret, name: shown.name, lastStep };
  secondFactors.save(pool.id, user.sub, { ...factors, softwareToken, pendingSecret: null });
}

/** The time step of the first code of a new app. @throws ServiceError EnableSoftwareTokenMFAException for a wrong one */
export function firstStep(context: PoolContext, secret: Uint8Array, code: string): number {
  const step = matchingSteps(context, secret, code)[0];
  if (step !== undefined) return step;
  throw new ServiceError("EnableSoftwareTokenMFAException", TEXTS.softwareTokenMismatch);
}

/** Takes a code of the user's app: each once, and none older than the last (C197). */
export function useSoftwareToken(context: PoolContext, user: User, code: string): void {
  const { service, pool } = context;
  const { secondFactors } = service.store;
  const factors = secondFactors.of(pool.id, user.sub);
  const { softwareToken } = factors;
  const steps = softwareToken ? matchingSteps(context, softwareToken.secret, code) : [];
  if (!softwareToken || steps.length === 0) {
    throw new ServiceError("CodeMismatchException", TEXTS.mfaCodeMismatch);
  }
  const fresh = steps.find((step) => step > newestUsed(context, softwareToken.lastStep));
  if (fresh === undefined) {
    throw new ServiceError("ExpiredCodeException", TEXTS.softwareTokenUsed);
  }
  const used = { ...softwareToken, lastStep: fresh };
  secondFactors.save(pool.id, user.sub, { ...factors, softwareToken: used });
}

function matchingSteps({ service }: PoolContext, secret: Uint8Array, code: string) {
  const steps = stepsAround(stepAt(service.clock.now()));
  // All are compared, so that the time does not tell which one it was.
  return steps.filter((step) => isSameSecret(code, totpCode(secret, step)));
}

/** The last step that counts as used: one from the future is of a clock that has been set back since. */
function newestUsed({ service }: PoolContext, lastStep: number): number {
  return lastStep > stepAt(service.clock.now()) + 1 ? -1 : lastStep;
}
