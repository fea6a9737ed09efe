import {
  constants,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  hash,
  privateEncrypt,
  randomBytes,
  sign,
} from "node:crypto";
import { clientId, issuer } from "./graph.ts";
import { accessClaims, encode, goodHeader, keys, now, signParts, token } from "./tokens.ts";

/** A token and what a route with scope `api/read` answers to it. */
export interface HostileToken {
  /** Row of hostile-inputs.md, with a letter for members of its family. */
  readonly id: string;
  readonly what: string;
  readonly token: string;
  readonly want: 200 | 401 | 403;
  /** Cannot be sent as a header value, or not with that meaning. */
  readonly inProcessOnly?: boolean;
}

const good = token();
const [goodHead = "", goodBody = "", goodSignature = ""] = good.split(".");
const publicPem = createPublicKey(keys.k1).export({ type: "spki", format: "pem" }).toString();
const publicDer = createPublicKey(keys.k1).export({ type: "spki", format: "der" });
const publicJwk = createPublicKey(keys.k1).export({ format: "jwk" });
const attackerJwk = createPublicKey(keys.attacker).export({ format: "jwk" });

/** All rows of the groups J that a token alone can show. Made anew on each call. */
export function hostileTokens(): readonly HostileToken[] {
  return [
    ...unsigned(),
    ...keyConfusion(),
    ...keyIds(),
    ...headerMembers(),
    ...times(),
    ...parties(),
    ...scopes(),
    ...spelling(),
    ...shapes(),
    ...algorithms(),
    ...signatures(),
  ];
}

function row(id: string, what: string, want: 200 | 401 | 403, made: string): HostileToken {
  return { id, what, want, token: made };
}

function claims(id: string, what: string, want: 200 | 401 | 403, changes: object): HostileToken {
  return row(id, what, want, token(changes as Record<string, unknown>));
}

function header(id: string, what: string, want: 200 | 401 | 403, changes: object): HostileToken {
  return row(id, what, want, token({}, { ...goodHeader, ...changes }));
}

/** A good token with its payload as this JSON text, signed by the real key. */
function payloadText(
  id: string,
  what: string,
  want: 200 | 401,
  text: string | Buffer,
): HostileToken {
  const payload = typeof text === "string" ? encode(text) : text.toString("base64url");
  return row(id, what, want, signParts(encode(goodHeader), payload));
}

function headerText(id: string, what: string, text: string): HostileToken {
  return row(id, what, 401, signParts(encode(text), goodBody));
}

function unsigned(): readonly HostileToken[] {
  const none = (alg: string, signature = ""): string =>
    `${encode({ kid: "k1", alg })}.${goodBody}.${signature}`;
  return [
    row("J001", "good access token", 200, good),
    row("J002", "alg none, no signature", 401, none("none")),
    row("J004", "alg NONE", 401, none("NONE")),
    row("J005", "alg nOnE", 401, none("nOnE")),
    row("J007", "alg none with the real signature", 401, none("none", goodSignature)),
    row("J009", "RS256 without signature", 401, `${goodHead}.${goodBody}.`),
  ];
}

function keyConfusion(): readonly HostileToken[] {
  const hmac = (secret: string | Buffer, alg = "HS256"): string => {
    const signed = `${encode({ kid: "k1", alg })}.${goodBody}`;
    const digest = alg.replace("HS", "sha");
    return `${signed}.${createHmac(digest, secret).update(signed).digest("base64url")}`;
  };
  const withHeader = (changes: object, key = keys.attacker): string =>
    token({}, { ...goodHeader, ...changes }, key);
  return [
    row("J010", "HS256 with the public key's PEM", 401, hmac(publicPem)),
    row("J012", "HS256 with the public key's DER", 401, hmac(publicDer)),
    row("J013", "HS256 with the public key's JWK", 401, hmac(JSON.stringify(publicJwk))),
    row("J013b", "HS512 with the public key's PEM", 401, hmac(publicPem, "HS512")),
    row("J015", "HS256 with an empty secret", 401, hmac("")),
    row("J016", 'HS256 with "secret"', 401, hmac("secret")),
    row("J017", "attacker's key in jwk, own kid", 401, withHeader({ kid: "x", jwk: attackerJwk })),
    row("J017b", "attacker's key in jwk, real kid", 401, withHeader({ jwk: attackerJwk })),
    row(
      "J019",
      "jku of an attacker",
      401,
      withHeader({ kid: "x", jku: "http://127.0.0.1:9/jwks" }),
    ),
    row("J019b", "x5u of an attacker", 401, withHeader({ kid: "x", x5u: "http://127.0.0.1:9/x5" })),
    row("J021", "x5c of an attacker", 401, withHeader({ kid: "x", x5c: ["MIIB"] })),
    row(
      "J022",
      "stray jku, x5u and jwk, signed by the real key",
      200,
      withHeader(
        { jku: "http://127.0.0.1:9/", x5u: "http://127.0.0.1:9/", jwk: attackerJwk },
        keys.k1,
      ),
    ),
  ];
}

function keyIds(): readonly HostileToken[] {
  return [
    header("J023", "no kid", 401, { kid: undefined }),
    header("J024", "empty kid", 401, { kid: "" }),
    header("J025", "kid is a number", 401, { kid: 1 }),
    header("J027", "kid is a list", 401, { kid: ["k1"] }),
    header("J027b", "kid is null", 401, { kid: null }),
    row("J029", "kid is a path", 401, token({}, { kid: "../../../dev/null", alg: "HS256" })),
    header("J031", "kid __proto__", 401, { kid: "__proto__" }),
    header("J031b", "kid constructor", 401, { kid: "constructor" }),
    { ...header("J033", "kid of 64 KiB", 401, { kid: "k".repeat(65_536) }), inProcessOnly: true },
    header("J033b", "kid of 257 characters", 401, { kid: "k".repeat(257) }),
    header("J034", "kid in upper case", 401, { kid: "K1" }),
    header("J036", "kid k2, signed by k1", 401, { kid: "k2" }),
    row("J037", "kid k2, signed by k2", 200, token({}, { kid: "k2", alg: "RS256" }, keys.k2)),
    header("J142", "unknown kid", 401, { kid: "nobody" }),
  ];
}

function headerMembers(): readonly HostileToken[] {
  return [
    header("J038", "crit exp", 401, { crit: ["exp"] }),
    header("J040", "empty crit", 401, { crit: [] }),
    header("J042", "b64 false and crit", 401, { b64: false, crit: ["b64"] }),
    header("J042b", "b64 true", 401, { b64: true }),
    header("J044", "zip DEF", 401, { zip: "DEF" }),
    header("J045", "typ JWT", 200, { typ: "JWT" }),
    header("J045b", "typ at+jwt", 200, { typ: "at+jwt" }),
    header("J046", "typ is a number", 401, { typ: 1 }),
    header("J046b", "typ dpop+jwt", 401, { typ: "dpop+jwt" }),
    header("J046c", "typ logout+jwt", 401, { typ: "logout+jwt" }),
    row(
      "J047",
      "nested token",
      401,
      signParts(encode({ ...goodHeader, cty: "JWT" }), encode(good)),
    ),
    headerText("J049", "alg twice", '{"kid":"k1","alg":"none","alg":"RS256"}'),
    headerText("J049b", "kid twice, one escaped", '{"kid":"k1","alg":"RS256","\\u006bid":"k1"}'),
    payloadText("J050", "exp twice", 401, goodJson().replace("{", '{"exp":1,')),
    payloadText("J050b", "nested name twice", 401, goodJson().replace("{", '{"x":{"a":1,"a":2},')),
    payloadText("J052", "claim __proto__", 200, goodJson().replace("{", '{"__proto__":{"a":1},')),
    payloadText(
      "J052b",
      "one name in two objects",
      200,
      goodJson().replace("{", '{"x":{"exp":1},'),
    ),
  ];
}

function goodJson(): string {
  return JSON.stringify(accessClaims());
}

function times(): readonly HostileToken[] {
  const infinite = goodJson().replace(`"exp":${now + 3600}`, '"exp":1e400');
  return [
    claims("J053", "no exp", 401, { exp: undefined }),
    claims("J054", "exp is a text", 401, { exp: String(now + 3600) }),
    claims("J055", "exp with a fraction", 200, { exp: now + 3600.5 }),
    claims("J056", "exp 0", 401, { exp: 0 }),
    claims("J056b", "exp negative", 401, { exp: -1 }),
    claims("J058", "exp null", 401, { exp: null }),
    claims("J058b", "exp true", 401, { exp: true }),
    claims("J058c", "exp is a list", 401, { exp: [now + 3600] }),
    payloadText("J061", "exp 1e400", 401, infinite),
    claims("J062", "exp 1e30", 401, { exp: 1e30 }),
    claims("J062b", "exp in two days", 401, { exp: now + 2 * 86_400 }),
    claims("J062c", "exp in a day", 200, { exp: now + 86_400 }),
    claims("J064", "exp a second ago", 401, { exp: now - 1 }),
    claims("J065", "exp now", 401, { exp: now }),
    claims("J065b", "exp in a second", 200, { exp: now + 1 }),
    claims("J066", "nbf in an hour", 401, { nbf: now + 3600 }),
    claims("J066b", "nbf now", 200, { nbf: now }),
    claims("J066c", "nbf is a text", 401, { nbf: "0" }),
    claims("J066d", "nbf null", 401, { nbf: null }),
    claims("J068", "iat in an hour", 401, { iat: now + 3600 }),
    claims("T028", "iat in a second", 401, { iat: now + 1 }),
    claims("T028b", "iat now", 200, { iat: now }),
    claims("J069", "no iat", 401, { iat: undefined }),
    claims("J069b", "iat is a text", 401, { iat: String(now) }),
  ];
}

function parties(): readonly HostileToken[] {
  return [
    claims("J071", "no iss", 401, { iss: undefined }),
    claims("J071b", "iss is a list", 401, { iss: [issuer] }),
    claims("J072", "iss with a slash at its end", 401, { iss: `${issuer}/` }),
    claims("J074", "iss of another pool", 401, { iss: issuer.replace("EXAMPLE", "OTHERPOOL") }),
    claims("J075", "iss with an upper-case host", 401, {
      iss: issuer.replace("cognito", "COGNITO"),
    }),
    claims("J077", "iss with a suffix", 401, { iss: `${issuer}.evil.com` }),
    claims("J077b", "iss with a prefix only", 401, { iss: issuer.slice(0, -1) }),
    claims("J078", "no client_id, no aud", 401, { client_id: undefined }),
    claims("J079", "client_id of another app", 401, { client_id: "otherclient" }),
    claims("J079b", "client_id in upper case", 401, { client_id: clientId.toUpperCase() }),
    claims("J081", "client_id is a list", 401, { client_id: [clientId] }),
    claims("J082", "aud of another, client_id right", 401, { aud: "other" }),
    claims("J082b", "aud null, client_id right", 401, { aud: null }),
    claims("J082c", "aud empty list, client_id right", 401, { aud: [] }),
    claims("J083", "aud list with the client", 200, { aud: [clientId, "evil"] }),
    claims("J083b", "aud is the client, no client_id", 200, {
      aud: clientId,
      client_id: undefined,
    }),
    claims("J086", "aud empty text", 401, { aud: "" }),
    claims("J086b", "aud is an object", 401, { aud: { 0: clientId } }),
    claims("J087", "ID token", 403, {
      token_use: "id",
      aud: clientId,
      client_id: undefined,
      scope: undefined,
    }),
    claims("J088", "no token_use", 200, { token_use: undefined }),
    claims("J098", "sub is a number", 401, { sub: 7 }),
    claims("J099", "no sub", 200, { sub: undefined }),
  ];
}

function scopes(): readonly HostileToken[] {
  return [
    claims("J090", "scope api/readonly", 403, { scope: "api/readonly" }),
    claims("J091", "scope api", 403, { scope: "api" }),
    claims("J091b", "scope in upper case", 403, { scope: "API/READ" }),
    claims("J093", "scope is a list", 403, { scope: ["api/read"] }),
    claims("J094", "scopes parted by a comma", 403, { scope: "openid,api/read" }),
    claims("J094b", "scopes parted by a tab", 403, { scope: "openid\tapi/read" }),
    claims("J096", "no scope", 403, { scope: undefined }),
    claims("J096b", "empty scope", 403, { scope: "" }),
    claims("H104", "scp list", 200, { scope: undefined, scp: ["api/read"] }),
    claims("H104b", "scp text", 200, { scope: undefined, scp: "x api/read" }),
    claims("H104c", "scp wins over scope", 403, { scp: ["other"] }),
  ];
}

/** Another text for the same bytes: the last character's unused bits set. */
function slack(part: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(part.at(-1) ?? "");
  return `${part.slice(0, -1)}${alphabet[last | 1] === part.at(-1) ? alphabet[last ^ 1] : alphabet[last | 1]}`;
}

function spelling(): readonly HostileToken[] {
  const withSignature = (signature: string): string => `${goodHead}.${goodBody}.${signature}`;
  const invalid = Buffer.from(goodJson().replace("ada", "a\u00ffa"), "latin1");
  return [
    row("J100", "a plus in the signature", 401, withSignature(`+${goodSignature.slice(1)}`)),
    row("J100b", "a slash in the signature", 401, withSignature(`/${goodSignature.slice(1)}`)),
    row(
      "J100c",
      "a blank in the signature",
      401,
      withSignature(`${goodSignature.slice(0, 9)} ${goodSignature.slice(9)}`),
    ),
    row(
      "J100d",
      "a blank in the payload",
      401,
      `${goodHead}.${goodBody.slice(0, 8)} ${goodBody.slice(8)}.${goodSignature}`,
    ),
    row("J102", "padding at the signature", 401, withSignature(`${goodSignature}==`)),
    row("J103", "unused bits of the signature", 401, withSignature(slack(goodSignature))),
    { ...row("J105", "newline at the end", 401, `${good}\n`), inProcessOnly: true },
    row("J106", "leading blank", 401, ` ${good}`),
    { ...row("J106b", "blank at the end", 401, `${good} `), inProcessOnly: true },
    payloadText("J124", "invalid UTF-8 in username", 401, invalid),
    payloadText("J126", "UTF-16 payload", 401, Buffer.from(goodJson(), "utf16le")),
    payloadText("J126b", "byte order mark", 401, `\ufeff${goodJson()}`),
    payloadText("J127", "text after the JSON", 401, `${goodJson()}x`),
    payloadText("J127b", "second object", 401, `${goodJson()}{}`),
  ];
}

function shapes(): readonly HostileToken[] {
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  return [
    row("J108", "four parts", 401, `${good}.x`),
    row("J110", "leading dot", 401, `.${good}`),
    row("J110b", "dot at the end", 401, `${good}.`),
    row("J111", "two parts", 401, `${goodHead}.${goodBody}`),
    { ...row("J112", "empty", 401, ""), inProcessOnly: true },
    row("J112b", "two dots", 401, ".."),
    row("J114", "five parts", 401, "a.b.c.d.e"),
    {
      ...claims("J116", "1 MB of padding", 401, { pad: "x".repeat(1_000_000) }),
      inProcessOnly: true,
    },
    {
      ...payloadText("J117", "50,000 nested lists", 401, goodJson().replace("{", `{"x":${deep},`)),
      inProcessOnly: true,
    },
    payloadText(
      "J117b",
      "33 nested lists",
      401,
      goodJson().replace("{", `{"x":${"[".repeat(33)}${"]".repeat(33)},`),
    ),
    headerText("J118", "header is no JSON", "kid=k1"),
    headerText("J119", "header is a list", '["RS256"]'),
    headerText("J119b", "header is null", "null"),
    payloadText("J121", "payload is a list", 401, `[${goodJson()}]`),
    payloadText("J121b", "payload is a text", 401, '"ada"'),
    payloadText("J123", "payload is no JSON", 401, "sub=ada"),
    payloadText("J123b", "payload is empty", 401, ""),
    payloadText("J123c", "single quotes", 401, goodJson().replaceAll('"', "'")),
    row(
      "J143",
      "what a refresh token looks like",
      401,
      [
        encode({ cty: "JWT", enc: "A256GCM", alg: "RSA-OAEP" }),
        ...[256, 12, 600, 16].map((size) => randomBytes(size).toString("base64url")),
      ].join("."),
    ),
  ];
}

function algorithms(): readonly HostileToken[] {
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const withAlg = (alg: string): string => encode({ kid: "k1", alg });
  const pss = (head: string): string => {
    const signed = `${head}.${goodBody}`;
    const signature = sign("sha256", Buffer.from(signed), {
      key: keys.k1,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
    return `${signed}.${signature.toString("base64url")}`;
  };
  const es256 = `${withAlg("ES256")}.${goodBody}`;
  const ecSignature = sign("sha256", Buffer.from(es256), { key: ec, dsaEncoding: "ieee-p1363" });
  return [
    row(
      "J128",
      "RS384 by a key of RS256",
      401,
      signParts(withAlg("RS384"), goodBody, keys.k1, "sha384"),
    ),
    row(
      "J128b",
      "RS512 by a key of RS256",
      401,
      signParts(withAlg("RS512"), goodBody, keys.k1, "sha512"),
    ),
    row("J130", "PS256 by the same key", 401, pss(withAlg("PS256"))),
    row("J131", "RS256 that is signed as PS256", 401, pss(withAlg("RS256"))),
    row("J133", "ES256", 401, `${es256}.${ecSignature.toString("base64url")}`),
    row("J134", "alg in lower case", 401, signParts(withAlg("rs256"), goodBody)),
    header("J134b", "alg is a list", 401, { alg: ["RS256"] }),
    header("J134c", "no alg", 401, { alg: undefined }),
    header("J134d", "alg constructor", 401, { alg: "constructor" }),
  ];
}

function signatures(): readonly HostileToken[] {
  const withSignature = (bytes: Buffer): string =>
    `${goodHead}.${goodBody}.${bytes.toString("base64url")}`;
  const bytes = Buffer.from(goodSignature, "base64url");
  const flipped = Buffer.from(bytes);
  flipped[100] = (flipped[100] ?? 0) ^ 1;
  const other = encode(accessClaims({ username: "root" }));
  return [
    row("J137", "one bit of the signature", 401, withSignature(flipped)),
    row("J137b", "signature of zeros", 401, withSignature(Buffer.alloc(256))),
    row("J137c", "one byte too short", 401, withSignature(bytes.subarray(0, 255))),
    row("J137d", "one byte too long", 401, withSignature(Buffer.concat([bytes, Buffer.alloc(1)]))),
    row("J140", "payload swapped", 401, `${goodHead}.${other}.${goodSignature}`),
    row("J141", "attacker's key, real kid", 401, token({}, goodHeader, keys.attacker)),
    ...badPadding(withSignature),
  ];
}

/** RFC 8725 3.3: PKCS#1 padding that is nearly right. */
function badPadding(withSignature: (bytes: Buffer) => string): readonly HostileToken[] {
  const digest = createHash256(`${goodHead}.${goodBody}`);
  const sha256 = "3031300d060960864801650304020105000420";
  const padded = (info: string, fill: number, tail = ""): Buffer => {
    const end = Buffer.concat([Buffer.from(info, "hex"), digest, Buffer.from(tail, "hex")]);
    const fillers = fill < 0 ? 256 - 3 - end.length : fill;
    const rest = 256 - 3 - fillers - end.length;
    const block = Buffer.concat([
      Buffer.from([0, 1]),
      Buffer.alloc(fillers, 0xff),
      Buffer.from([0]),
      end,
      Buffer.alloc(rest),
    ]);
    return privateEncrypt({ key: keys.k1, padding: constants.RSA_NO_PADDING }, block);
  };
  const noNull = "302f300b0609608648016503040201 0420".replace(" ", "");
  const sha1 = "3021300906052b0e03021a05000414";
  return [
    row("J137p0", "control: padding made by hand", 200, withSignature(padded(sha256, -1))),
    row("J137p1", "padding without NULL", 401, withSignature(padded(noNull, -1))),
    row("J137p2", "padding with another object id", 401, withSignature(padded(sha1, -1))),
    row("J137p3", "short fill, bytes behind", 401, withSignature(padded(sha256, 8))),
    row("J137p4", "bytes behind the digest", 401, withSignature(padded(sha256, -1, "00"))),
  ];
}

function createHash256(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
