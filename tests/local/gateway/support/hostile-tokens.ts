import { claimRows } from "./hostile/claim-rows.ts";
import { formRows } from "./hostile/form-rows.ts";
import { headerRows } from "./hostile/header-rows.ts";
import { type HostileToken, makerOf } from "./hostile/maker.ts";
import { signatureRows } from "./hostile/signature-rows.ts";
import type { TokenIssuer } from "./tokens.ts";

/** All rows of the groups J that a token alone can show, made for this issuer. */
export function hostileTokens(from: TokenIssuer): readonly HostileToken[] {
  const maker = makerOf(from);
  return [...headerRows(maker), ...claimRows(maker), ...formRows(maker), ...signatureRows(maker)];
}
