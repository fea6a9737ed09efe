import { SECRET, UNKNOWN, type Value } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { all, set } from "../support/stack.ts";

/** Looks like a key and opens nothing; in parts, so that scanners of this repository let it pass. */
const KEY_ID = ["AKIA", "Z7QXW2LMN4RT8VYB"].join("");
const PEM = ["-----BEGIN RSA ", "PRIVATE KEY-----"].join("");

const variable = (name: string, value: Value) =>
  set("hello", { environment: { variables: { [name]: value } } });

const refused = (name: string, value: Value, title = `refuses ${name}`): Case => ({
  it: title,
  change: variable(name, value),
  says: [
    `Function "hello": environment.variables.${name} is [secret]; wanted: a reference to a secret.`,
  ],
});

const accepted = (name: string, value: Value): Case => ({
  it: `accepts ${name}`,
  change: variable(name, value),
});

describePolicy("fn-env-no-secrets", [
  refused("DB_PASSWORD", "hunter2hunter2"),
  refused("stripeApiKey", "sk_test_0123456789abcdef"),
  refused("BUILD_USER", KEY_ID, "refuses the form of a key whatever its name"),
  refused("DATABASE_URL", "postgres://app:hunter2@db.internal/app"),
  refused("SEED", "q7Zt1xWv93LkPmB4sRd0", "refuses a random text"),
  refused("AWS_SECRET_ACCESS_KEY", ["wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYq7w2Lx9V"].join("")),
  refused("ANYTHING", SECRET, "refuses what the program calls a secret"),
  accepted("DB_PASSWORD", UNKNOWN),
  accepted("DB_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3"),
  accepted("API_TOKEN", "/shop/prod/api-token"),
  accepted("API_TOKEN", "{{resolve:secretsmanager:shop}}"),
  accepted("DB_SECRET", "prod/db"),
  accepted("POOL", "ap-southeast-2_AbCdEfGh1"),
  accepted("PUBLIC_KEY", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"),
  accepted("REQUIRE_TOKEN", "true"),
  accepted("TOKEN_URL", "https://login.example.com/oauth2/token"),
  accepted("TABLE", "customerOrdersProduction2-b0d80a4"),
  accepted("CLIENT_ID", "u4nbfptry52uxbf16fh6f08v45"),
  accepted("COMMIT", "9f2c4d6e8a0b1c3d5e7f90123456789abcdef012"),
]);

describePolicy("fn-env-cmk", [
  {
    it: "advises to encrypt variables with an own key",
    change: set("hello", { kmsKeyArn: undefined }),
    says: ['Function "hello": kmsKeyArn is not set; wanted: the ARN of a key.'],
  },
  {
    it: "advises against a key without variables",
    change: set("hello", { environment: undefined }),
    says: [
      'Function "hello": kmsKeyArn is "arn:aws:kms:eu-west-1:123456789012:key/1f2e3d"; wanted: nothing without variables.',
    ],
  },
  {
    it: "does not apply without variables",
    change: set("hello", { environment: undefined, kmsKeyArn: undefined }),
    applies: false,
  },
]);

const source = (text: string) => set("hello", { code: { archive: { "index.js": { text } } } });

describePolicy("fn-code-no-secrets", [
  {
    it: "refuses a key in a file",
    change: source(`const id = "${KEY_ID}";`),
    says: ['Function "hello": code is "[secret] in index.js"; wanted: no key.'],
  },
  {
    it: "refuses a private key among assets",
    change: set("hello", {
      code: {
        __pulumiArchive: true,
        assets: { "key.pem": { text: `${PEM}\n${"Ab1/".repeat(16)}` } },
      },
    }),
    says: ['Function "hello": code is "[secret] in key.pem"; wanted: no key.'],
  },
  { it: "accepts code that reads private keys", change: source(`text.startsWith("${PEM}")`) },
  { it: "accepts the key of AWS's documentation", change: source('"AKIAIOSFODNN7EXAMPLE"') },
  {
    it: "does not apply to files that are too long to be told",
    change: set("hello", { code: { archive: { "index.js": { sha256: "0f", bytes: 90_000 } } } }),
    applies: false,
  },
  {
    it: "does not apply to files that the engine does not read",
    change: set("hello", { code: { __pulumiArchive: true, assets: {} } }),
    applies: false,
  },
  {
    it: "does not apply to code that lies elsewhere",
    change: all(set("hello", { code: undefined, s3Bucket: "builds", s3Key: "hello.zip" })),
    applies: false,
  },
]);
