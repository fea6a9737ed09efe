import type { Clock } from "../../clock.ts";
import { type Fetch, fetchDocument, IssuerFault, IssuerMismatch } from "./issuer-documents.ts";
import type { IssuerKeys, VerificationKey } from "./issuer-keys.ts";
import { readKeySet } from "./key-set.ts";
import { parseJsonObject } from "../../strict-json.ts";

/** Keys of an issuer that is no user pool of the graph. */
export interface ForeignIssuerKeys extends IssuerKeys {
  /**
   * Reads the discovery document, as AWS does when an authorizer is created (H63), and the keys if they are there.
   * @throws IssuerFault when the issuer is out of reach, or another one than its document says (H64)
   */
  load(): Promise<void>;
}

/** How foreign keys are kept. */
export interface ForeignIssuerOptions {
  /** @default global fetch */
  readonly fetch?: Fetch;
  /** Switch U6: an unknown `kid` fetches before the two hours are over. @default true */
  readonly refetchUnknownKid?: boolean;
  /** Takes one line for each failed fetch. */
  readonly log?: (line: string) => void;
}

// Milliseconds on the runtime's clock. H84: no key is believed for longer than two hours without being seen again;
// looked at after half of that, so that an outage of an hour refuses nobody. H298 has the intervals.
const lifetime = 2 * 3_600_000;
const refreshAge = 3_600_000;
const unknownKidInterval = 30_000;
const firstRetry = 5_000;
const longestRetry = 120_000;
const emptyRetry = 1_000;

/** The longest that a request waits for keys, in real milliseconds (F02). */
const patience = 1_500;

/**
 * Keys by OIDC discovery and its `jwks_uri` (H83), kept as H84–H88 and H298 say.
 * The last good set stays when a fetch fails (K151, T022, T026).
 */
export function foreignIssuerKeys(
  issuer: string,
  clock: Clock,
  options: ForeignIssuerOptions = {},
): ForeignIssuerKeys {
  return new FetchedKeys(issuer, clock, options);
}

class FetchedKeys implements ForeignIssuerKeys {
  readonly issuers: readonly string[];
  readonly #issuer: string;
  readonly #clock: Clock;
  readonly #options: ForeignIssuerOptions;
  #keys: ReadonlyMap<string, VerificationKey> | undefined;
  #keysAt = 0;
  #jwksUri: string | undefined;
  #discoveredAt = 0;
  #triedAt: number | undefined;
  #failures = 0;
  #flight: Promise<void> | undefined;
  #fault: unknown;

  constructor(issuer: string, clock: Clock, options: ForeignIssuerOptions) {
    this.issuers = [issuer];
    this.#issuer = issuer;
    this.#clock = clock;
    this.#options = options;
  }

  find(kid: string): VerificationKey | undefined | Promise<VerificationKey | undefined> {
    const refetches = this.#options.refetchUnknownKid ?? true;
    const known = this.#known(kid);
    if (known) {
      if (refetches && this.#age() >= refreshAge && this.#isDue()) void this.#fly();
      return known;
    }
    if (this.#isAlive() && !refetches) return undefined;
    // A flood of unknown kids shares one fetch an interval (T016, T017).
    if (!this.#flight && !this.#isDue()) return undefined;
    return atMost(patience, this.#fly()).then(() => this.#known(kid));
  }

  isOfAnotherIssuer(): boolean {
    return !this.#isAlive() && this.#fault instanceof IssuerMismatch;
  }

  async load(): Promise<void> {
    this.#triedAt = this.#clock.now();
    try {
      const { fetch = globalThis.fetch } = this.#options;
      const uri = await this.#discover(fetch);
      const keys = readKeySet(await fetchDocument(uri, fetch));
      if (!keys) throw new IssuerFault(`${uri} holds no usable key set`);
      this.#keys = keys;
      this.#keysAt = this.#clock.now();
      this.#failures = 0;
      this.#fault = undefined;
    } catch (error) {
      this.#failures += 1;
      this.#fault = error;
      // The keys may have moved: ask again where they are.
      this.#jwksUri = undefined;
      throw error;
    }
  }

  /** Where the keys are. H83: looked up as often as they are due, for an old address may go on answering. */
  async #discover(fetch: Fetch): Promise<string> {
    if (this.#jwksUri === undefined || this.#since(this.#discoveredAt) >= refreshAge) {
      const document = await fetchDocument(discoveryOf(this.#issuer), fetch);
      this.#jwksUri = readDiscovery(document, this.#issuer);
      this.#discoveredAt = this.#clock.now();
    }
    return this.#jwksUri;
  }

  #known(kid: string): VerificationKey | undefined {
    return this.#isAlive() ? this.#keys?.get(kid) : undefined;
  }

  #isAlive(): boolean {
    return this.#keys !== undefined && this.#age() < lifetime;
  }

  // A clock that stepped back takes no keys away; their two hours count from there.
  #age(): number {
    this.#keysAt = Math.min(this.#keysAt, this.#clock.now());
    return this.#clock.now() - this.#keysAt;
  }

  #isDue(): boolean {
    if (this.#triedAt === undefined) return true;
    const waited = this.#since(this.#triedAt);
    if (!this.#isAlive()) return waited >= emptyRetry;
    if (this.#failures === 0) return waited >= unknownKidInterval;
    return waited >= Math.min(longestRetry, firstRetry * 2 ** (this.#failures - 1));
  }

  // A clock that stepped back must not stop the fetching either (H298).
  #since(time: number): number {
    const now = this.#clock.now();
    return now >= time ? now - time : Number.POSITIVE_INFINITY;
  }

  /** Fetches, or joins the fetch under way (T038). Never rejects. */
  #fly(): Promise<void> {
    this.#flight ??= this.load()
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.log?.(`issuer ${this.#issuer}: ${reason}`);
      })
      .finally(() => {
        this.#flight = undefined;
      });
    return this.#flight;
  }
}

function discoveryOf(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

// H64: the document must be of this very issuer, to the letter.
function readDiscovery(text: string, issuer: string): string {
  const document = parseJsonObject(text, true);
  if (!document || document["issuer"] !== issuer) {
    const named = JSON.stringify(document?.["issuer"]);
    throw new IssuerMismatch(`the issuer in the OIDC discovery endpoint does not match: ${named}`);
  }
  const uri = document["jwks_uri"];
  if (typeof uri !== "string") throw new IssuerFault("the discovery document names no jwks_uri");
  return uri;
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, end]);
  clearTimeout(timer);
}
