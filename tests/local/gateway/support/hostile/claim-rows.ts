import { guarded, type HostileToken, type Maker } from "./maker.ts";

/** Rows that a token's claims make. */
export function claimRows(maker: Maker): readonly HostileToken[] {
  return [
    ...repeated(maker),
    ...expiry(maker),
    ...beginning(maker),
    ...issuers(maker),
    ...audiences(maker),
    ...kinds(maker),
    ...scopes(maker),
  ];
}

function repeated({ json, payload }: Maker): readonly HostileToken[] {
  const into = (members: string): string => json.replace("{", `{${members},`);
  return [
    payload("J050", "exp twice", 401, into('"exp":1')),
    payload("J050b", "nested name twice", 401, into('"x":{"a":1,"a":2}')),
    payload("J050c", "exp twice, one escaped", 401, into('"\\u0065xp":9999999999')),
    payload("J050d", "scope twice", 401, into('"scope":"openid"')),
    payload(
      "J050e",
      "iss twice, the same",
      401,
      into(`"iss":${JSON.stringify(JSON.parse(json).iss)}`),
    ),
    payload("J052", "claim __proto__", 200, into('"__proto__":{"a":1}')),
    payload("J052b", "one name in two objects", 200, into('"x":{"exp":1}')),
    payload(
      "J052c",
      "claim __proto__ with an exp",
      401,
      into('"__proto__":{"exp":9999999999}').replace(/"exp":\d{10},"iat/, '"iat'),
    ),
    payload(
      "J052d",
      "claims constructor and hasOwnProperty",
      200,
      into('"constructor":1,"hasOwnProperty":1'),
    ),
  ];
}

function expiry({ from, json, claims, payload }: Maker): readonly HostileToken[] {
  const { now } = from;
  const exp = (text: string): string => json.replace(`"exp":${now + 3600}`, `"exp":${text}`);
  return [
    claims("J053", "no exp", 401, { exp: undefined }),
    claims("J054", "exp is a text", 401, { exp: String(now + 3600) }),
    claims("J054b", "exp is a date", 401, { exp: new Date((now + 3600) * 1000).toISOString() }),
    claims("J055", "exp with a fraction", 200, { exp: now + 3600.5 }),
    payload("J055b", "exp with an exponent", 200, exp(`${(now + 3600) / 1e9}e9`)),
    claims("J056", "exp 0", 401, { exp: 0 }),
    claims("J056b", "exp negative", 401, { exp: -1 }),
    payload("J056c", "exp minus zero", 401, exp("-0")),
    claims("J058", "exp null", 401, { exp: null }),
    claims("J058b", "exp true", 401, { exp: true }),
    claims("J058c", "exp is a list", 401, { exp: [now + 3600] }),
    claims("J058d", "exp is an object", 401, { exp: { valueOf: now + 3600 } }),
    payload("J061", "exp 1e400", 401, exp("1e400")),
    payload("J061b", "exp NaN", 401, exp("NaN")),
    payload("J061c", "exp Infinity", 401, exp("Infinity")),
    payload("J061d", "exp in hexadecimal", 401, exp("0x7fffffff")),
    payload("J061e", "exp with a leading zero", 401, exp(`0${now + 3600}`)),
    claims("J062", "exp 1e30", 401, { exp: 1e30 }),
    claims("J062b", "exp in two days", 401, { exp: now + 2 * 86_400 }),
    claims("J062c", "exp in a day", 200, { exp: now + 86_400 }),
    claims("J062d", "exp in milliseconds", 401, { exp: (now + 3600) * 1000 }),
    claims("J064", "exp a second ago", 401, { exp: now - 1 }),
    claims("T027", "exp a second ago, issued an hour before", 401, {
      exp: now - 1,
      iat: now - 3601,
    }),
    claims("J065", "exp now", 401, { exp: now }),
    claims("J065b", "exp in a second", 200, { exp: now + 1 }),
    claims("J065c", "exp half a second ago", 401, { exp: now - 0.5 }),
  ];
}

function beginning({ from, claims }: Maker): readonly HostileToken[] {
  const { now } = from;
  return [
    claims("J066", "nbf in an hour", 401, { nbf: now + 3600 }),
    claims("J066b", "nbf now", 200, { nbf: now }),
    claims("J066c", "nbf is a text", 401, { nbf: "0" }),
    claims("J066d", "nbf null", 401, { nbf: null }),
    claims("J066e", "nbf in a second", 401, { nbf: now + 1 }),
    claims("J066f", "nbf a fraction into this second", 200, { nbf: now + 0.75 }),
    claims("J068", "iat in an hour", 401, { iat: now + 3600 }),
    claims("J068b", "iat in milliseconds", 401, { iat: now * 1000 }),
    claims("T028", "iat in a second", 401, { iat: now + 1 }),
    claims("T028b", "iat now", 200, { iat: now }),
    claims("T028c", "iat a fraction into this second", 200, { iat: now + 0.75 }),
    claims("T028d", "iat a fraction into the next second", 401, { iat: now + 1.25 }),
    claims("J069", "no iat", 401, { iat: undefined }),
    claims("J069b", "iat is a text", 401, { iat: String(now) }),
    claims("J069c", "iat null", 401, { iat: null }),
  ];
}

function issuers({ from, claims }: Maker): readonly HostileToken[] {
  const { issuer } = from;
  const wrong: readonly (readonly [string, string, unknown])[] = [
    ["J071", "no iss", undefined],
    ["J071b", "iss is a list", [issuer]],
    ["J071c", "iss null", null],
    ["J071d", "iss is an object", { iss: issuer }],
    ["J071e", "iss empty", ""],
    ["J072", "iss with a slash at its end", `${issuer}/`],
    ["J072b", "iss with two slashes inside", issuer.replace(/\/([^/]+)$/, "//$1")],
    ["J072c", "iss with a blank at its end", `${issuer} `],
    ["J072d", "iss with a query", `${issuer}?`],
    ["J072e", "iss with a fragment", `${issuer}#`],
    ["J072f", "iss with a NUL at its end", `${issuer}\0`],
    ["J074", "iss of another pool", `${issuer}x`],
    ["T031", "iss of the pool before this one", issuer.replace(/[^_/]+$/, "REPLACED0")],
    ["J075", "iss in upper case", issuer.toUpperCase()],
    ["J075b", "iss with a port", issuer.replace(/^(https?:\/\/[^/]+)/, "$1:443")],
    ["J075c", "iss with a user", issuer.replace("://", "://user@")],
    ["J075d", "iss of another scheme", issuer.replace(/^\w+/, "ftp")],
    [
      "J075e",
      "iss with an encoded letter",
      issuer.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
    ],
    ["J077", "iss with a suffix", `${issuer}.evil.com`],
    ["J077b", "iss with a prefix only", issuer.slice(0, -1)],
    ["J077c", "iss behind another address", `https://evil.test/${issuer}`],
  ];
  return wrong.map(([id, what, iss]) => claims(id, what, 401, { iss }));
}

function audiences({ from, claims }: Maker): readonly HostileToken[] {
  const { clientId } = from;
  const wrongClients: readonly (readonly [string, string, unknown])[] = [
    ["J078", "no client_id, no aud", undefined],
    ["J078b", "client_id null", null],
    ["J079", "client_id of another app", "otherclient"],
    ["J079b", "client_id in upper case", clientId.toUpperCase()],
    ["J079c", "client_id with a blank", `${clientId} `],
    ["J079d", "client_id with a prefix only", clientId.slice(0, -1)],
    ["J079e", "client_id empty", ""],
    ["J081", "client_id is a list", [clientId]],
    ["J081b", "client_id is an object", { id: clientId }],
  ];
  const wrongAudiences: readonly (readonly [string, string, unknown])[] = [
    ["J082", "aud of another, client_id right", "other"],
    ["J082b", "aud null, client_id right", null],
    ["J082c", "aud empty list, client_id right", []],
    ["J082d", "aud false, client_id right", false],
    ["J082e", "aud 0, client_id right", 0],
    ["J083c", "aud is a list in a list", [[clientId]]],
    ["J083d", "aud list with the client and a blank", [`${clientId} `]],
    ["J083e", "aud parted by a blank", `${clientId} other`],
    ["J083f", "aud parted by a comma", `${clientId},other`],
    ["J086", "aud empty text", ""],
    ["J086b", "aud is an object", { 0: clientId, length: 1 }],
  ];
  return [
    ...wrongClients.map(([id, what, client_id]) => claims(id, what, 401, { client_id })),
    ...wrongAudiences.map(([id, what, aud]) => claims(id, what, 401, { aud })),
    claims("J083", "aud list with the client", 200, { aud: [clientId, "evil"] }),
    claims("J083b", "aud is the client, no client_id", 200, {
      aud: clientId,
      client_id: undefined,
    }),
  ];
}

function kinds({ from, claims }: Maker): readonly HostileToken[] {
  const id = { token_use: "id", aud: from.clientId, client_id: undefined, scope: undefined };
  const machine = { sub: from.clientId, username: undefined };
  return [
    guarded(403, claims("J087", "ID token", 403, id)),
    guarded(403, claims("J087b", "ID token with a scope", 200, { ...id, scope: "api/read" })),
    guarded(403, claims("J088", "no token_use", 200, { token_use: undefined })),
    guarded(403, claims("J088b", "token_use in upper case", 200, { token_use: "ACCESS" })),
    guarded(403, claims("J088c", "token_use is a list", 200, { token_use: ["access"] })),
    guarded(403, claims("J088d", "token_use refresh", 200, { token_use: "refresh" })),
    claims("J098", "sub is a number", 401, { sub: 7 }),
    claims("J098b", "sub is a list", 401, { sub: ["ada"] }),
    claims("J098c", "sub null", 401, { sub: null }),
    claims("J098d", "sub is an object", 401, { sub: { sub: "ada" } }),
    guarded(401, claims("J099", "no sub", 200, { sub: undefined })),
    guarded(401, claims("J099b", "sub empty", 200, { sub: "" })),
    guarded(403, claims("T033", "a machine's token", 200, machine)),
    guarded(403, claims("T033b", "username empty", 200, { username: "" })),
  ];
}

function scopes({ claims }: Maker): readonly HostileToken[] {
  const wrong: readonly (readonly [string, string, unknown])[] = [
    ["J090", "scope api/readonly", "api/readonly"],
    ["J090b", "scope xapi/read", "xapi/read"],
    ["J091", "scope api", "api"],
    ["J091b", "scope in upper case", "API/READ"],
    ["J091c", "scope api/*", "api/*"],
    ["J091d", "scope *", "*"],
    ["J091e", "scope api//read", "api//read"],
    ["J093", "scope is a list", ["api/read"]],
    ["J093b", "scope is an object", { "api/read": true }],
    ["J093c", "scope true", true],
    ["J094", "scopes parted by a comma", "openid,api/read"],
    ["J094b", "scopes parted by a tab", "openid\tapi/read"],
    ["J094c", "scopes parted by a line break", "openid\napi/read"],
    ["J094d", "scopes parted by a no-break space", "openid\u00a0api/read"],
    ["J094e", "scopes parted by a plus", "openid+api/read"],
    ["J094f", "scope with a NUL behind", "api/read\0"],
    ["J096", "no scope", undefined],
    ["J096b", "empty scope", ""],
    ["J096c", "scope null", null],
  ];
  return [
    ...wrong.map(([id, what, scope]) => claims(id, what, 403, { scope })),
    claims("J096d", "scopes with more blanks", 200, { scope: "  openid   api/read " }),
    claims("H104", "scp list", 200, { scope: undefined, scp: ["api/read"] }),
    claims("H104b", "scp text", 200, { scope: undefined, scp: "x api/read" }),
    claims("H104c", "scp wins over scope", 403, { scp: ["other"] }),
    claims("H104d", "scp empty list wins over scope", 403, { scp: [] }),
    claims("H104e", "scp list in a list", 403, { scope: undefined, scp: [["api/read"]] }),
    claims("H104f", "scp element with two scopes", 403, { scope: undefined, scp: ["x api/read"] }),
  ];
}
