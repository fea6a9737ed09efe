/** Environment variables whose values must reach no log. */
const SECRET_VARIABLES = [
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
  "TEST_USER_PASSWORD",
];

/** A shorter secret would blot out ordinary words, and hides nothing. */
const SHORTEST = 6;

/** A JSON Web Token in compact form, also where its signature was cut off. */
const JWT = /\beyJ[\w-]{10,}\.[\w-]{10,}(\.[\w-]*)?/g;

/** Takes secrets out of everything that the deployer writes. */
export class Mask {
  readonly #secrets: string[];

  constructor(environment: NodeJS.ProcessEnv) {
    this.#secrets = SECRET_VARIABLES.flatMap((name) => environment[name] ?? []);
  }

  /** From now on the value is masked as well. */
  add(secret: string): void {
    this.#secrets.push(secret);
  }

  /** The text with `[secret]` in the place of every secret. */
  of(text: string): string {
    const known = this.#secrets.filter((secret) => secret.length >= SHORTEST);
    return known
      .reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text)
      .replace(JWT, "[secret]");
  }
}
