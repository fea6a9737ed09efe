/**
 * B and B0: a bare node:http server that verifies an access token with jose as the gateway does, and answers itself.
 * `node bare-server.mjs SETTINGS`, SETTINGS being JSON of { jwks, issuer, clientId, scope }. Prints its address.
 * Plain JavaScript, so that its start holds no compiler.
 */
import { createServer } from "node:http";
import { createLocalJWKSet, jwtVerify } from "jose";

const { jwks, issuer, clientId, scope } = JSON.parse(process.argv[2] ?? "{}");
const keys = jwks ? createLocalJWKSet(jwks) : undefined;

const server = createServer((request, response) => {
  if (request.url === "/public") return answer(response, 200, { text: "hello" });
  verify(request.headers.authorization ?? "").then(
    ({ status, username }) => answer(response, status, { route: 0, user: username }),
    () => answer(response, 401, { message: "Unauthorized" }),
  );
});

async function verify(header) {
  const { payload } = await jwtVerify(header.replace(/^Bearer /, ""), keys, {
    issuer,
    algorithms: ["RS256"],
    requiredClaims: ["exp", "iat"],
  });
  if (payload.client_id !== clientId) throw new Error("another client's token");
  const isAllowed = payload.scope.split(" ").includes(scope);
  return { status: isAllowed ? 200 : 403, username: payload.username };
}

function answer(response, status, body) {
  const text = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

process.on("SIGTERM", () => process.exit());
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
