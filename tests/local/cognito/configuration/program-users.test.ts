import { throws } from "node:assert/strict";
import { checkUsers } from "../../../../local/cognito/configuration/program-users.ts";
import { readPools } from "../../../../local/cognito/pool.ts";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { graphOf, pool, POOL_ID, resource } from "../support/graph.ts";

const FIX = "Change the program: AWS would not create this.";
const EMAIL = "alice@example.com";
const SUB = "0e0f5a52-9d1c-4c6a-8a3b-5f3f6f1d2c4b";
const ALIASES = { usernameAttributes: [], aliasAttributes: ["email", "preferred_username"] };
const schema = (name: string, more: Properties = {}): Properties => ({
  name,
  attributeDataType: "String",
  mutable: true,
  ...more,
});

function user(inputs: Properties = {}, label = "alice"): Resource {
  return resource("aws:cognito/user:User", label, {
    inputs: { userPoolId: POOL_ID, username: EMAIL, ...inputs },
    outputs: { sub: label === "alice" ? SUB : "" },
  });
}

function check(poolInputs: Properties, ...resources: readonly Resource[]): void {
  const graph = graphOf(pool(poolInputs), ...resources);
  for (const one of readPools(graph)) checkUsers(graph, one);
}

interface Refused {
  readonly pool?: Properties;
  readonly resources: readonly Resource[];
  /** What follows the user's type and logical name. */
  readonly says: string;
}

const invalid = (text: string) => `its inputs: InvalidParameterException: ${text} ${FIX}`;
const schemaError = (text: string) =>
  `"alice": ${invalid(`Attributes did not conform to the schema: ${text}`)}`;
const taken = (label: string, code: string, text: string) =>
  `"${label}": its inputs: ${code}: ${text} ${FIX}`;

const REFUSED: Readonly<Record<string, Refused>> = {
  "C172: an attribute that the pool has not": {
    resources: [user({ attributes: { "custom:plan": "gold" } })],
    says: schemaError("custom:plan: Attribute does not exist in the schema."),
  },
  "C257: one without its prefix, which the provider adds": {
    resources: [user({ attributes: { plan: "gold" } })],
    says: schemaError("custom:plan: Attribute does not exist in the schema."),
  },
  "C172: a value that the schema does not allow": {
    pool: { schemas: [schema("plan", { stringAttributeConstraints: { maxLength: "3" } })] },
    resources: [user({ attributes: { "custom:plan": "gold" } })],
    says: schemaError("custom:plan: String must be at most 3 characters long"),
  },
  "C172: a required attribute that is missing": {
    pool: { schemas: [schema("name", { required: true })] },
    resources: [user()],
    says: schemaError("name: The attribute is required"),
  },
  "C176: a sub of the program's own": {
    resources: [user({ attributes: { sub: SUB } })],
    says: `"alice": ${invalid("Cannot modify the non-mutable attribute sub")}`,
  },
  "C174: a user name of another form than the pool's": {
    resources: [user({ username: "alice" })],
    says: `"alice": ${invalid("Username should be an email.")}`,
  },
  "C174: a user name and an address that differ": {
    resources: [user({ attributes: { email: "bob@example.com" } })],
    says: `"alice": ${invalid("User name and attribute email differ.")}`,
  },
  "C234: a user name twice, in another case": {
    resources: [user(), user({ username: "Alice@Example.com" }, "again")],
    says: taken(
      "again",
      "UsernameExistsException",
      "An account with the given email already exists.",
    ),
  },
  "C234: a plain user name twice": {
    pool: { usernameAttributes: [] },
    resources: [user({ username: "alice" }), user({ username: "alice" }, "again")],
    says: taken("again", "UsernameExistsException", "User account already exists"),
  },
  "C251: an alias twice": {
    pool: ALIASES,
    resources: [
      user({ username: "alice", attributes: { email: EMAIL, email_verified: "true" } }),
      user({ username: "bob", attributes: { email: EMAIL, email_verified: "true" } }, "bob"),
    ],
    says: taken("bob", "AliasExistsException", "An account with the email already exists."),
  },
  "C180: a name that is another's, by force too": {
    pool: ALIASES,
    resources: [
      user({ username: "alice" }),
      user(
        {
          username: "bob",
          attributes: { preferred_username: "alice" },
          forceAliasCreation: true,
        },
        "bob",
      ),
    ],
    says: taken(
      "bob",
      "AliasExistsException",
      "An account with the preferred_username already exists.",
    ),
  },
  "a permanent and a temporary password, without saying them": {
    resources: [user({ password: "P3rmanent-one", temporaryPassword: "T3mporary-one" })],
    says:
      '"alice": password and temporaryPassword: InvalidParameterException: ' +
      "A user has a permanent password or a temporary one. Leave one of them out.",
  },
};

const TAKEN: Readonly<Record<string, Omit<Refused, "says">>> = {
  "C257: attributes of the pool's own, with and without their prefix": {
    pool: { schemas: [schema("plan"), schema("tier")] },
    resources: [user({ attributes: { "custom:plan": "gold", tier: "1", email: EMAIL } })],
  },
  "C180: an address that is taken by force": {
    pool: ALIASES,
    resources: [
      user({ username: "alice", attributes: { email: EMAIL, email_verified: "true" } }),
      user(
        {
          username: "bob",
          attributes: { email: EMAIL, email_verified: "true" },
          forceAliasCreation: true,
        },
        "bob",
      ),
    ],
  },
  "C251: an address twice that nobody has verified": {
    pool: ALIASES,
    resources: [
      user({ username: "alice", attributes: { email: EMAIL } }),
      user({ username: "bob", attributes: { email: EMAIL } }, "bob"),
    ],
  },
  "a user of a pool made elsewhere": { resources: [user({ userPoolId: "us-east-1_Elsewhere" })] },
};

describe("users that AWS would not create", () => {
  for (const [title, { pool: inputs = {}, resources, says }] of Object.entries(REFUSED)) {
    it(`refuses ${title}`, () =>
      throws(() => check(inputs, ...resources), { message: `aws:cognito/user:User ${says}` }));
  }

  for (const [title, { pool: inputs = {}, resources }] of Object.entries(TAKEN)) {
    it(`takes ${title}`, () => check(inputs, ...resources));
  }
});
