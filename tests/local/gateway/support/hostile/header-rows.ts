import { createHmac, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { encode } from "../tokens.ts";
import { type HostileToken, inProcess, type Maker } from "./maker.ts";

/** Rows that a token's header makes: algorithm, key, extensions. */
export function headerRows(maker: Maker): readonly HostileToken[] {
  return [
    ...unsigned(maker),
    ...publicKeyAsSecret(maker),
    ...ownKey(maker),
    ...keyIds(maker),
    ...extensions(maker),
    ...algorithms(maker),
  ];
}

function unsigned({ body, head, signature, good, row }: Maker): readonly HostileToken[] {
  const none = (alg: unknown, end = ""): string => `${encode({ kid: "k1", alg })}.${body}.${end}`;
  return [
    row("J001", "good access token", 200, good),
    row("J002", "alg none, no signature", 401, none("none")),
    row("J002b", "alg none, no kid", 401, `${encode({ alg: "none" })}.${body}.`),
    row("J004", "alg NONE", 401, none("NONE")),
    row("J005", "alg nOnE", 401, none("nOnE")),
    row("J005b", "alg none and a blank", 401, none("none ")),
    row("J005c", "alg empty", 401, none("")),
    row("J005d", "alg null", 401, none(null)),
    row("J007", "alg none with the real signature", 401, none("none", signature)),
    row("J007b", "alg empty with the real signature", 401, none("", signature)),
    row("J009", "RS256 without signature", 401, `${head}.${body}.`),
  ];
}

function publicKeyAsSecret({ from, body, row }: Maker): readonly HostileToken[] {
  const publicKey = createPublicKey(from.keys.k1);
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const jwk = publicKey.export({ format: "jwk" });
  const hmac = (secret: string | Buffer, alg = "HS256"): string => {
    const signed = `${encode({ kid: "k1", alg })}.${body}`;
    const digest = alg.replace("HS", "sha");
    return `${signed}.${createHmac(digest, secret).update(signed).digest("base64url")}`;
  };
  const secrets: readonly (readonly [string, string, string | Buffer])[] = [
    ["J010", "the public key's PEM", pem],
    ["J010b", "the PEM without its last line break", pem.trimEnd()],
    ["J010c", "the PEM with Windows line breaks", pem.replaceAll("\n", "\r\n")],
    ["J010d", "the PKCS#1 PEM", publicKey.export({ type: "pkcs1", format: "pem" }).toString()],
    ["J010e", "the PEM's base64 lines", pem.replace(/-----[^-]+-----|\n/g, "")],
    ["J012", "the public key's DER", publicKey.export({ type: "spki", format: "der" })],
    ["J012b", "the PKCS#1 DER", publicKey.export({ type: "pkcs1", format: "der" })],
    ["J013", "the public key's JWK", JSON.stringify(jwk)],
    ["J013c", "the modulus", Buffer.from(jwk.n ?? "", "base64url")],
    ["J013d", "the modulus as text", jwk.n ?? ""],
    ["J015", "an empty secret", ""],
    ["J015b", "zero bytes", Buffer.alloc(32)],
    ["J016", '"secret"', "secret"],
    ["J016b", "the client's id", from.clientId],
    ["J016c", "the kid", "k1"],
  ];
  return [
    ...secrets.map(([id, what, secret]) => row(id, `HS256 with ${what}`, 401, hmac(secret))),
    row("J013b", "HS512 with the public key's PEM", 401, hmac(pem, "HS512")),
    row("J013e", "HS384 with the public key's PEM", 401, hmac(pem, "HS384")),
  ];
}

function ownKey({ from, row, token }: Maker): readonly HostileToken[] {
  const { k1, attacker } = from.keys;
  const jwk = createPublicKey(attacker).export({ format: "jwk" });
  const nowhere = "http://127.0.0.1:9/keys";
  const forged = (header: object): string => token({}, header, attacker);
  return [
    row("J017", "attacker's key in jwk, own kid", 401, forged({ kid: "x", jwk })),
    row("J017b", "attacker's key in jwk, real kid", 401, forged({ jwk })),
    row("J017c", "attacker's jwk without kid", 401, forged({ kid: undefined, jwk })),
    row("J017d", "attacker's key set", 401, forged({ kid: "x", jwks: { keys: [jwk] } })),
    row("J019", "jku of an attacker", 401, forged({ kid: "x", jku: nowhere })),
    row("J019b", "x5u of an attacker", 401, forged({ kid: "x", x5u: nowhere })),
    row("J019c", "jku of an attacker, real kid", 401, forged({ jku: nowhere })),
    row("J019d", "kid is an address", 401, forged({ kid: nowhere })),
    row("J021", "x5c of an attacker", 401, forged({ kid: "x", x5c: ["MIIB"] })),
    row("J021b", "x5c of an attacker, real kid", 401, forged({ x5c: ["MIIB"], x5t: "AA" })),
    row(
      "J022",
      "stray jku, x5u and jwk, signed by the real key",
      200,
      token({}, { jku: nowhere, x5u: nowhere, jwk }, k1),
    ),
  ];
}

function keyIds({ from, header, row, token }: Maker): readonly HostileToken[] {
  const wrong: readonly (readonly [string, string, unknown])[] = [
    ["J023", "no kid", undefined],
    ["J024", "empty kid", ""],
    ["J024b", "kid of one blank", " "],
    ["J025", "kid is a number", 1],
    ["J025b", "kid is true", true],
    ["J025c", "kid is an object", { k1: "k1" }],
    ["J027", "kid is a list", ["k1"]],
    ["J027b", "kid is null", null],
    ["J027c", "kid is a list of a list", [["k1"]]],
    ["J031", "kid __proto__", "__proto__"],
    ["J031b", "kid constructor", "constructor"],
    ["J031c", "kid toString", "toString"],
    ["J031d", "kid size", "size"],
    ["J033b", "kid of 257 characters", "k".repeat(257)],
    ["J034", "kid in upper case", "K1"],
    ["J034b", "kid with a blank behind", "k1 "],
    ["J034c", "kid with a NUL behind", "k1\0"],
    ["J034d", "kid with a line break behind", "k1\n"],
    ["J034e", "kid with a combining mark", "k1\u0301"],
    ["J034f", "kid in full-width letters", "\uff4b\uff11"],
    ["J036", "kid k2, signed by k1", "k2"],
    ["J142", "unknown kid", "nobody"],
  ];
  return [
    ...wrong.map(([id, what, kid]) => header(id, what, 401, { kid })),
    row("J029", "kid is a path", 401, token({}, { kid: "../../../dev/null", alg: "HS256" })),
    header("J029b", "kid is a path to the key", 401, { kid: "./k1" }),
    header("J029c", "kid is a query", 401, { kid: "k1' OR '1'='1" }),
    inProcess(header("J033", "kid of 64 KiB", 401, { kid: "k".repeat(65_536) })),
    row("J037", "kid k2, signed by k2", 200, token({}, { kid: "k2" }, from.keys.k2)),
  ];
}

function extensions({ good, row, header, headerText, sign, head }: Maker): readonly HostileToken[] {
  const text = Buffer.from(head, "base64url").toString();
  return [
    header("J038", "crit exp", 401, { crit: ["exp"] }),
    header("J038b", "crit is a text", 401, { crit: "exp" }),
    header("J038c", "crit null", 401, { crit: null }),
    header("J040", "empty crit", 401, { crit: [] }),
    header("J042", "b64 false and crit", 401, { b64: false, crit: ["b64"] }),
    header("J042b", "b64 true", 401, { b64: true }),
    header("J044", "zip DEF", 401, { zip: "DEF" }),
    header("J044b", "zip null", 401, { zip: null }),
    header("J045", "typ JWT", 200, { typ: "JWT" }),
    header("J045b", "typ at+jwt", 200, { typ: "at+jwt" }),
    header("J045c", "typ jwt", 200, { typ: "jwt" }),
    header("J045d", "typ application/jwt", 200, { typ: "application/jwt" }),
    header("J046", "typ is a number", 401, { typ: 1 }),
    header("J046b", "typ dpop+jwt", 401, { typ: "dpop+jwt" }),
    header("J046c", "typ logout+jwt", 401, { typ: "logout+jwt" }),
    header("J046d", "typ null", 401, { typ: null }),
    header("J046e", "typ is a list", 401, { typ: ["JWT"] }),
    row(
      "J047",
      "nested token",
      401,
      sign(encode({ ...JSON.parse(text), cty: "JWT" }), encode(good)),
    ),
    headerText("J049", "alg twice", '{"kid":"k1","alg":"none","alg":"RS256"}'),
    headerText("J049b", "kid twice, one escaped", '{"kid":"k1","alg":"RS256","\\u006bid":"k1"}'),
    headerText("J049c", "alg twice, both good", '{"kid":"k1","alg":"RS256","alg":"RS256"}'),
    headerText("J049d", "another member twice", text.replace("{", '{"typ":"JWT","typ":"JWT",')),
  ];
}

function algorithms({ from, body, header, row, sign: signRsa, head }: Maker) {
  const { k1 } = from.keys;
  const withAlg = (alg: unknown): string => encode({ kid: "k1", alg });
  const pss = (headerPart: string, bits = 256): string => {
    const signed = `${headerPart}.${body}`;
    const signature = sign(`sha${bits}`, Buffer.from(signed), {
      key: k1,
      padding: 6,
      saltLength: bits / 8,
    });
    return `${signed}.${signature.toString("base64url")}`;
  };
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const ed = generateKeyPairSync("ed25519").privateKey;
  const es256 = `${withAlg("ES256")}.${body}`;
  const eddsa = `${withAlg("EdDSA")}.${body}`;
  const ecSignature = sign("sha256", Buffer.from(es256), { key: ec, dsaEncoding: "ieee-p1363" });
  const names = [
    "rs256",
    "Rs256",
    "RS256 ",
    " RS256",
    "RS256\0",
    "RSA-SHA256",
    "sha256",
    "RS2560",
    "RS1",
  ];
  return [
    row("J128", "RS384 by a key of RS256", 401, signRsa(withAlg("RS384"), body, k1, "sha384")),
    row("J128b", "RS512 by a key of RS256", 401, signRsa(withAlg("RS512"), body, k1, "sha512")),
    row("J128c", "RS256 that is signed as RS512", 401, signRsa(head, body, k1, "sha512")),
    row("J128d", "RS256 that is signed with SHA-1", 401, signRsa(head, body, k1, "sha1")),
    row("J128e", "RS256 that is signed with SHA-224", 401, signRsa(head, body, k1, "sha224")),
    ...[256, 384, 512].map((bits) =>
      row(`J130-${bits}`, `PS${bits} by the same key`, 401, pss(withAlg(`PS${bits}`), bits)),
    ),
    row("J131", "RS256 that is signed as PS256", 401, pss(withAlg("RS256"))),
    row("J133", "ES256", 401, `${es256}.${ecSignature.toString("base64url")}`),
    row(
      "J133b",
      "EdDSA",
      401,
      `${eddsa}.${sign(null, Buffer.from(eddsa), ed).toString("base64url")}`,
    ),
    ...names.map((alg) =>
      row("J134", `alg ${JSON.stringify(alg)}`, 401, signRsa(withAlg(alg), body)),
    ),
    header("J134b", "alg is a list", 401, { alg: ["RS256"] }),
    header("J134c", "no alg", 401, { alg: undefined }),
    header("J134d", "alg constructor", 401, { alg: "constructor" }),
    header("J134e", "alg is an object", 401, { alg: { RS256: true } }),
    header("J134f", "alg is a number", 401, { alg: 256 }),
  ];
}
