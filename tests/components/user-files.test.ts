import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { UserFiles, type UserFilesArgs } from "../../components/user-files";
import { childrenOf, inputs, recorded, recordedOnce, resource, types } from "../support/recorded";

const ROLE = "arn:aws:iam::123456789012:role/member";
const SUB = "${cognito-identity.amazonaws.com:sub}";
const s3 = (kind: string) => `aws:s3/${kind[0]?.toLowerCase()}${kind.slice(1)}:${kind}`;

const program = (args: Partial<UserFilesArgs> = {}) => {
  const member = { name: pulumi.output("member"), arn: pulumi.output(ROLE) };
  return new UserFiles("files", { roles: { member }, ...args });
};

describe("files of users", () => {
  const recording = recordedOnce(() => program({ sites: ["https://app.example.com"] }));
  const arn = async () => resource(await recording(), s3("Bucket"), "files").outputs["arn"];
  const settingsOf = async (kind: string, name: string) => {
    const { bucket, ...settings } = inputs(await recording(), s3(kind), name);
    assert.equal(bucket, resource(await recording(), s3("Bucket"), "files").id);
    return settings;
  };

  it("F75: are in one bucket with all that keeps it private", async () => {
    assert.deepEqual(childrenOf(await recording(), "files"), [
      "Bucket files",
      "BucketCorsConfiguration files-cors",
      "BucketLifecycleConfiguration files-lifecycle",
      "BucketOwnershipControls files-ownership",
      "BucketPolicy files-policy",
      "BucketPublicAccessBlock files-public-access",
      "BucketServerSideEncryptionConfiguration files-encryption",
      "BucketVersioning files-versioning",
      "RolePolicy files-member",
    ]);
    assert.deepEqual(await settingsOf("BucketPublicAccessBlock", "files-public-access"), {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(await settingsOf("BucketOwnershipControls", "files-ownership"), {
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual(
      await settingsOf("BucketServerSideEncryptionConfiguration", "files-encryption"),
      { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    );
  });

  it("F75: can be brought back for a month", async () => {
    assert.deepEqual(await settingsOf("BucketVersioning", "files-versioning"), {
      versioningConfiguration: { status: "Enabled" },
    });
    assert.deepEqual(await settingsOf("BucketLifecycleConfiguration", "files-lifecycle"), {
      rules: [
        {
          id: "previous-versions",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          expiration: { expiredObjectDeleteMarker: true },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    });
  });

  it("F75: are reached by users with a proved address, each in a folder of their own", async () => {
    const { role, policy } = inputs(await recording(), types.rolePolicy, "files-member");
    assert.equal(role, "member");
    const verified = { "aws:PrincipalTag/email_verified": "true" };
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
          Resource: [`${String(await arn())}/users/${SUB}/*`],
          Condition: { StringEquals: verified },
        },
        {
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [await arn()],
          Condition: { StringEquals: verified, StringLike: { "s3:prefix": [`users/${SUB}/*`] } },
        },
      ],
    });
  });

  it("F75: are refused to everybody else, and without TLS 1.2", async () => {
    const { policy } = await settingsOf("BucketPolicy", "files-policy");
    const bucket = String(await arn());
    const everything = { Principal: "*", Action: "s3:*", Resource: [bucket, `${bucket}/*`] };
    assert.deepEqual(JSON.parse(String(policy)).Statement, [
      {
        Sid: "OnlyTls",
        Effect: "Deny",
        ...everything,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "OnlyCurrentTls",
        Effect: "Deny",
        ...everything,
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      },
      {
        Sid: "OnlyUsers",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"],
        Resource: [`${bucket}/users/*`],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": [ROLE] } },
      },
    ]);
  });

  it("F75: are open to pages of the sites that are named, and to no others", async () => {
    assert.deepEqual(await settingsOf("BucketCorsConfiguration", "files-cors"), {
      corsRules: [
        {
          allowedOrigins: ["https://app.example.com"],
          allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
          allowedHeaders: ["*"],
          exposeHeaders: ["ETag"],
          maxAgeSeconds: 600,
        },
      ],
    });
    const closed = childrenOf(await recorded(() => program()), "files");
    assert.equal(closed.includes("BucketCorsConfiguration files-cors"), false);
  });

  it("F75: outlive the stack, unless it is ephemeral", async () => {
    const kept = resource(await recording(), s3("Bucket"), "files");
    assert.deepEqual(kept.inputs, { forceDestroy: false });
    assert.deepEqual(kept.options, { protect: true, retainOnDelete: true });
    const ephemeral = await recorded(() => program({ lifecycle: "ephemeral" }));
    assert.deepEqual(inputs(ephemeral, s3("Bucket"), "files"), { forceDestroy: true });
    assert.equal(resource(ephemeral, s3("Bucket"), "files").options, undefined);
  });

  const refused: readonly [string, Partial<UserFilesArgs>, string][] = [
    ["no role", { roles: {} }, "roles is empty: name the roles whose users have files."],
    [
      "every site",
      { sites: ["*"] },
      'sites has "*": it must be an origin such as https://app.example.com.',
    ],
  ];
  for (const [title, args, message] of refused) {
    it(`F75: refuse ${title}`, async () => {
      const failure = await recorded(() => program(args)).then(
        () => "",
        (error: Error) => error.message,
      );
      assert.ok(failure.includes(message), failure);
    });
  }
});
