import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { summary } from "./support/events.ts";
import { strays } from "./support/interrupted.ts";
import { deployedStack, type TestStack } from "./support/stacks.ts";

const becomesServer = (stack: TestStack): void =>
  stack.edit("index.ts", 'kind: "browser",', 'kind: "server",');

const becomesCaseSensitive = (stack: TestStack): void =>
  stack.edit("components/auth/sign-in-names.ts", "caseSensitive: false", "caseSensitive: true");

describe("a replacement", () => {
  it("C339: of a client is shown in the preview, with everything that follows from it", async () => {
    const stack = await deployedStack();
    becomesServer(stack);
    const { steps, output } = await stack.preview();
    deepEqual(
      summary(steps),
      [
        "create-replacement auth-web (generateSecret, refreshTokenValidity)",
        "create-replacement auth-web-branding (clientId)",
        "delete-replaced auth-web",
        "delete-replaced auth-web-branding",
        "replace auth-web (generateSecret, refreshTokenValidity)",
        "replace auth-web-branding (clientId)",
        "update api-get (environment)",
        "update api-jwt (jwtConfiguration)",
      ],
      output,
    );
  });

  it("C339: of a client brings its new id to the authorizer and the landing page", async () => {
    const stack = await deployedStack();
    const old = stack.held("auth-web", "UserPoolClient");
    becomesServer(stack);
    const { status, output } = await stack.up();
    equal(status, 0, output);
    const { id } = stack.held("auth-web", "UserPoolClient");
    const issuer = `https://${stack.held("auth", "UserPool").outputs["endpoint"]}`;
    notEqual(id, old.id);
    deepEqual(stack.held("api-jwt", "Authorizer").inputs["jwtConfiguration"], {
      audiences: [id],
      issuer,
    });
    deepEqual(stack.held("api-get", "Function").inputs["environment"], {
      variables: { CLIENT_ID: id, ISSUER: issuer },
    });
  });

  it("F61: of a pool is refused while its users are kept", async () => {
    const stack = await deployedStack();
    stack.configure({ lifecycle: "keep" });
    equal((await stack.up()).status, 0);
    const before = stack.account.all();
    becomesCaseSensitive(stack);
    const { status, output } = await stack.up();
    equal(status, 255);
    match(
      output,
      /unable to replace resource "[^"]+UserPool::auth"\n +as it is currently marked for/,
    );
    deepEqual(stack.account.all(), before);
  });

  it("F61, C296: of a pool, where it is allowed, leaves no trace of the old one", async () => {
    const stack = await deployedStack();
    const old = stack.held("auth", "UserPool");
    becomesCaseSensitive(stack);
    const { status, output } = await stack.up();
    equal(status, 0, output);
    notEqual(stack.held("auth", "UserPool").id, old.id);
    equal(JSON.stringify(stack.account.all()).includes(old.id), false);
    deepEqual(await strays(stack), []);
  });

  it("C293: of the sign-in domain removes the old one first, because a pool has one", async () => {
    const stack = await deployedStack();
    stack.configure({ domainPrefix: "orders-login" });
    const { status, steps, output } = await stack.up();
    equal(status, 0, output);
    deepEqual(
      summary(steps),
      [
        "create-replacement auth-domain (domain)",
        "delete-replaced auth-domain",
        "replace auth-domain (domain)",
      ],
      output,
    );
    equal(stack.held("auth-domain", "UserPoolDomain").id, "orders-login");
  });

  it("C337: is none when an attribute of the users changes: the update is refused instead", async () => {
    const stack = await deployedStack();
    stack.edit("components/auth/user-attributes.ts", "mutable: true", "mutable: false");
    const { status, output } = await stack.up();
    equal(status, 255);
    match(output, /cannot modify or remove schema items/);
  });
});
