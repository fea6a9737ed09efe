/** Names that say that the value is a secret. */
const SECRET_NAME =
  /(^|[_.-])(api_?key|access_?key|secret(_?key)?|password|passwd|passphrase|pwd|private_?key|(auth|access|refresh|bearer|api)_?token|token|credentials?)$/i;
/** Values that say it themselves: keys of AWS, GitHub, Slack, Stripe and Google, PEM blocks, JWTs, passwords in addresses. */
const SECRET_VALUE =
  /^(AKIA|ASIA)[0-9A-Z]{16}$|^gh[pousr]_\w{36,}|^github_pat_\w{22,}|^xox[abeoprs]-[\w-]{10,}|^[sr]k_(live|test)_\w{16,}|^AIza[\w-]{35}$|-----BEGIN [A-Z ]*PRIVATE KEY-----|^eyJ[\w-]+\.eyJ[\w-]+\.|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/;
/** Where a secret is, not what it is: an ARN, an address, a path such as `prod/db`, a placeholder; and ids of user pools, which are as random as a key. */
const REFERENCE =
  /^(arn:|https?:\/\/|\/|\$\{|\{\{|[a-z]{2}(-[a-z]+)+-\d_\w+$|[a-z][a-z0-9_.-]*(\/[a-z][a-z0-9_.-]*)+$)/;
/** Names of what is random and open: hashes, versions and public keys. */
const OPEN_NAME =
  /public|hash|sha\d|digest|checksum|etag|fingerprint|thumbprint|version|commit|integrity/i;
/** Switches and numbers, whatever they are called. */
const SETTING = /^(true|false|yes|no|on|off|\d{1,6})$/i;
/** What Pulumi and CloudFormation put after a name to make it unique. */
const NAME_SUFFIX = /-([0-9a-f]{7}|[0-9A-Z]{12,13})$/;
/** Shortest text that counts as random, and the bits for each of its characters from which it does. */
const RANDOM = { length: 20, bits: 3.5 };

/** Whether a named text looks like a secret: by its name, by a known form, or by being as random as a key. */
export function looksSecret(name: string, value: string): boolean {
  if (SECRET_VALUE.test(value)) return true;
  if (value === "" || REFERENCE.test(value) || SETTING.test(value)) return false;
  return SECRET_NAME.test(withUnderscores(name)) || (!OPEN_NAME.test(name) && isRandom(value));
}

function isRandom(text: string): boolean {
  const value = text.replace(NAME_SUFFIX, "");
  if (value.length < RANDOM.length || !/^[\w+/=~-]+$/.test(value)) return false;
  // Identifiers and slugs are words; keys mix upper case, lower case and digits.
  const isMixed = /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d.*\d/.test(value);
  return isMixed && bitsOf(value) >= RANDOM.bits;
}

/** Shannon entropy of the characters. */
function bitsOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / value.length;
    return bits - share * Math.log2(share);
  }, 0);
}

const withUnderscores = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");

/** Keys of AWS (but not those of its documentation), GitHub, Slack, Stripe and Google, and PEM blocks with a body. */
export const SECRET_IN_CODE =
  /\b(AKIA|ASIA)(?![0-9A-Z]{9}EXAMPLE)[0-9A-Z]{16}\b|\bgh[pousr]_\w{36,}|\bgithub_pat_\w{22,}|\bxox[abeoprs]-\d[\w-]{10,}|\b[sr]k_live_\w{16,}|\bAIza[\w-]{35}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----(\\[rn]|\s)+[\w+/=]{40}/;
