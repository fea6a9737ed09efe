import {
  createHash,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { encodeCBOR } from "@levischuck/tiny-cbor";
import type { Loose } from "./json-api.ts";

/** What a test makes differently from a good authenticator and browser. */
export interface Changes {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly crossOrigin?: boolean;
  readonly relyingParty?: string;
  readonly flags?: number;
  readonly signCount?: number;
  readonly format?: string;
  readonly userHandle?: string | null;
}

export const FLAGS = { present: 0x01, verified: 0x04 } as const;
const HAS_CREDENTIAL = 0x40;

/** An authenticator with one key, and the browser around it. */
export class Authenticator {
  readonly id = randomBytes(16).toString("base64url");
  readonly #keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly #origin: string;
  #userHandle: string | undefined;
  #signCount = 0;

  constructor(origin: string, algorithm: "ES256" | "RS256" | "ES384" = "ES256") {
    this.#origin = origin;
    this.#keys =
      algorithm === "RS256"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ec", { namedCurve: algorithm === "ES256" ? "P-256" : "P-384" });
  }

  /** RegistrationResponseJSON for creation options. */
  register(options: Loose, changes: Changes = {}): Loose {
    this.#userHandle = options.user.id;
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.from([id.length >> 8, id.length & 0xff]);
    const key = encodeCBOR(this.#coseKey());
    const flags = (changes.flags ?? FLAGS.present | FLAGS.verified) | HAS_CREDENTIAL;
    const head = this.#head(changes.relyingParty ?? options.rp.id, flags, changes);
    const authData = Buffer.concat([head, Buffer.alloc(16), length, id, key]);
    const attestation = new Map<string, unknown>([
      ["fmt", changes.format ?? "none"],
      ["attStmt", new Map()],
      ["authData", new Uint8Array(authData)],
    ]);
    return this.#credential({
      clientDataJSON: this.#clientData("webauthn.create", options.challenge, changes),
      attestationObject: base64url(encodeCBOR(attestation as never)),
      transports: ["internal", "made-up"],
    });
  }

  /** AuthenticationResponseJSON for request options, as text. */
  sign(options: Loose, changes: Changes = {}): string {
    this.#signCount += 1;
    const flags = changes.flags ?? FLAGS.present | FLAGS.verified;
    const authData = this.#head(changes.relyingParty ?? options.rpId, flags, changes);
    const clientDataJSON = this.#clientData("webauthn.get", options.challenge, changes);
    const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
    const signature = createSign("sha256").update(authData).update(hash);
    const userHandle = changes.userHandle === null ? undefined : changes.userHandle;
    return JSON.stringify(
      this.#credential({
        clientDataJSON,
        authenticatorData: base64url(authData),
        signature: base64url(signature.sign(this.#keys.privateKey)),
        userHandle: changes.userHandle === null ? undefined : (userHandle ?? this.#userHandle),
      }),
    );
  }

  #head(relyingParty: string, flags: number, changes: Changes): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(changes.signCount ?? this.#signCount);
    const hash = createHash("sha256").update(relyingParty).digest();
    return Buffer.concat([hash, Buffer.from([flags]), count]);
  }

  #clientData(type: string, challenge: string, changes: Changes): string {
    const data = {
      type: changes.type ?? type,
      challenge: changes.challenge ?? challenge,
      origin: changes.origin ?? this.#origin,
      crossOrigin: changes.crossOrigin ?? false,
    };
    return base64url(Buffer.from(JSON.stringify(data)));
  }

  #coseKey(): Map<number, number | Uint8Array> {
    const jwk = this.#keys.publicKey.export({ format: "jwk" });
    const bytes = (text = "") => new Uint8Array(Buffer.from(text, "base64url"));
    const parts: readonly [number, number | Uint8Array][] =
      jwk.kty === "RSA"
        ? [
            [1, 3],
            [3, -257],
            [-1, bytes(jwk.n)],
            [-2, bytes(jwk.e)],
          ]
        : [
            [1, 2],
            [3, jwk.crv === "P-256" ? -7 : -35],
            [-1, jwk.crv === "P-256" ? 1 : 2],
            [-2, bytes(jwk.x)],
            [-3, bytes(jwk.y)],
          ];
    return new Map(parts);
  }

  #credential(response: object): Loose {
    return {
      id: this.id,
      rawId: this.id,
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: {},
      response,
    };
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
