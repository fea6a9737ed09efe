import { deepEqual, throws } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import { readBackend, stackFileOf } from "../../deploy/environment.ts";

const directory = mkdtempSync(join(tmpdir(), "environment-"));
const file = join(directory, "Pulumi.dev.yaml");
const BUCKET = "s3://state-of-secure-api";
const KEY = "awskms://alias/pulumi?region=eu-west-1";

describe("the backend and the secrets provider", () => {
  after(() => rmSync(directory, { recursive: true }));

  it("are a bucket and a passphrase, which may be empty", () => {
    deepEqual(readBackend({ PULUMI_BACKEND_URL: BUCKET, PULUMI_CONFIG_PASSPHRASE: "" }, file), {
      secretsProvider: undefined,
    });
  });

  it("are a bucket and a key of a new stack", () => {
    deepEqual(readBackend({ PULUMI_BACKEND_URL: BUCKET, DEPLOY_SECRETS_PROVIDER: KEY }, file), {
      secretsProvider: KEY,
    });
  });

  it("are Pulumi Cloud, which has keys of its own", () => {
    deepEqual(readBackend({ PULUMI_ACCESS_TOKEN: "pul-1" }, file), { secretsProvider: undefined });
  });

  it("are a bucket and the key that the stack's file names", () => {
    writeFileSync(file, `secretsprovider: ${KEY}\nconfig: {}\n`);
    deepEqual(readBackend({ PULUMI_BACKEND_URL: BUCKET }, file), { secretsProvider: undefined });
  });

  it("are asked for where the stack's file wants a passphrase", () => {
    writeFileSync(file, "encryptionsalt: v1:salt\n");
    throws(() => readBackend({ PULUMI_BACKEND_URL: BUCKET }, file), {
      code: "usage",
      message:
        "There is no secrets provider: set PULUMI_CONFIG_PASSPHRASE, or DEPLOY_SECRETS_PROVIDER (awskms://alias/KEY, …) for a new stack.",
    });
  });

  it("are not a login that somebody did on this machine", () => {
    throws(() => readBackend({ HOME: "/root" }, file), {
      code: "usage",
      message: /^There is no backend: set /,
    });
  });

  it("belong to the last part of a stack's full name", () => {
    deepEqual(stackFileOf("/program", "acme/secure-api/dev"), "/program/Pulumi.dev.yaml");
  });
});
