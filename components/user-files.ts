import * as pulumi from "@pulumi/pulumi";
import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import type { IdentityRole } from "./identity/identity-role";
import { type Problem, refuse } from "./shared/arguments";
import { type Lifecycle, lifecycleLocks } from "./shared/lifecycle";
import { policyDocument } from "./shared/policy-document";
import { choice, fields, list, needed, object, type ShapesOf, table, text } from "./shared/shapes";
import { originFault } from "./shared/web-address";
import { bucketPolicy, ownFiles } from "./user-files/file-access";

/** Arguments of {@link UserFiles}. */
export interface UserFilesArgs {
  /** Roles of an identity pool whose users have files, by their names there. */
  readonly roles: { readonly [name: string]: IdentityRole };
  /**
   * Origins of web pages that load and store files, such as `https://app.example.com`.
   * @default none: browsers keep pages from it
   */
  readonly sites?: readonly string[];
  /**
   * `ephemeral` lets `pulumi destroy` take the bucket away with all files; `keep` protects it.
   * @default keep
   */
  readonly lifecycle?: Lifecycle;
}

const ARGUMENTS: ShapesOf<UserFilesArgs> = {
  roles: needed(table(needed(object))),
  sites: list(text),
  lifecycle: choice("keep", "ephemeral"),
};

/** Days that a file can be brought back after it was overwritten or deleted. */
const PREVIOUS_VERSION_DAYS = 30;
const ABANDONED_UPLOAD_DAYS = 7;
const CORS_SECONDS = 600;

/**
 * A private bucket in which each user has a folder, `users/IDENTITY ID/`. A user reaches it, and nothing else, with
 * credentials of the identity pool, once the e-mail address is proved: who has not proved one cannot sign in, and a
 * session without that mark (`email_verified`) is refused by the policy as well. The bucket refuses everybody else.
 *
 * @example
 * const files = new UserFiles("files", { roles: { member: identities.roles.authenticated } });
 */
export class UserFiles extends pulumi.ComponentResource {
  public static readonly __pulumiType = "secure-api:files:UserFiles";
  public readonly bucketName: pulumi.Output<string>;
  public readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, args: UserFilesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(UserFiles.__pulumiType, name, {}, opts);
    refuse(userFilesProblems(args), this);

    const bucket = this.createBucket(name, args.lifecycle);
    this.closeToPublic(name, bucket, Object.values(args.roles));
    this.keepVersions(name, bucket);
    if (args.sites !== undefined && args.sites.length > 0) {
      this.openToPages(name, bucket, args.sites);
    }
    this.letUsersIn(name, bucket, args.roles);

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }

  private createBucket(name: string, lifecycle: Lifecycle = "keep"): s3.Bucket {
    const bucket = new s3.Bucket(
      name,
      { forceDestroy: lifecycle === "ephemeral" },
      { parent: this, ...lifecycleLocks(lifecycle) },
    );
    // Without access lists the policies are all that decides.
    new s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this },
    );
    new s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket: bucket.id,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      },
      { parent: this },
    );
    return bucket;
  }

  private closeToPublic(name: string, bucket: s3.Bucket, roles: readonly IdentityRole[]): void {
    const block = new s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    // S3 refuses two changes of a bucket's access at once.
    new s3.BucketPolicy(
      `${name}-policy`,
      { bucket: bucket.id, policy: bucketPolicy(bucket.arn, roles) },
      { parent: this, dependsOn: [block] },
    );
  }

  private keepVersions(name: string, bucket: s3.Bucket): void {
    const versioning = new s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    new s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket: bucket.id,
        rules: [
          {
            id: "previous-versions",
            status: "Enabled",
            filter: {},
            noncurrentVersionExpiration: { noncurrentDays: PREVIOUS_VERSION_DAYS },
            expiration: { expiredObjectDeleteMarker: true },
            abortIncompleteMultipartUpload: { daysAfterInitiation: ABANDONED_UPLOAD_DAYS },
          },
        ],
      },
      { parent: this, dependsOn: [versioning] },
    );
  }

  private openToPages(name: string, bucket: s3.Bucket, sites: readonly string[]): void {
    new s3.BucketCorsConfiguration(
      `${name}-cors`,
      {
        bucket: bucket.id,
        corsRules: [
          {
            allowedOrigins: [...sites],
            allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
            // Signed requests carry headers whose names the SDK chooses.
            allowedHeaders: ["*"],
            exposeHeaders: ["ETag"],
            maxAgeSeconds: CORS_SECONDS,
          },
        ],
      },
      { parent: this },
    );
  }

  private letUsersIn(name: string, bucket: s3.Bucket, roles: UserFilesArgs["roles"]): void {
    for (const [key, role] of Object.entries(roles)) {
      new iam.RolePolicy(
        `${name}-${key}`,
        { role: role.name, policy: policyDocument(ownFiles(bucket.arn)) },
        { parent: this },
      );
    }
  }
}

function* userFilesProblems(args: UserFilesArgs): Iterable<Problem> {
  yield* needed(fields(ARGUMENTS)).problems("", args);
  const { roles, sites = [] } = args;
  if (Object.keys(roles).length === 0)
    yield "roles is empty: name the roles whose users have files.";
  for (const [name, { name: role, arn }] of Object.entries<Partial<IdentityRole>>(roles)) {
    if (role !== undefined && arn !== undefined) continue;
    yield `roles["${name}"] is no role: take one of an identity pool's roles.`;
  }
  for (const site of sites) {
    const fault = originFault(site);
    if (fault !== undefined) yield `sites has "${site}": it ${fault}.`;
  }
}
