import { deepEqual, equal, match } from "node:assert/strict";
import { describe, it } from "mocha";
import { adviceOn } from "../../deploy/advice.ts";
import type { EngineEvent } from "../../deploy/automation.ts";
import { engineFailure } from "../../deploy/engine-failure.ts";

const diagnostic = (severity: "error" | "warning", message: string, urn?: string): EngineEvent => ({
  sequence: 0,
  timestamp: 0,
  diagnosticEvent: { severity, message, color: "never", ...(urn !== undefined && { urn }) },
});

const ROLE = "urn:pulumi:dev::secure-api::aws:iam/role:Role::api-get-role";

describe("a failure", () => {
  it("is told by the engine's errors, each with its resource, and one line of advice", () => {
    const events = [
      diagnostic("warning", "something else"),
      diagnostic(
        "error",
        "<{%reset%}>creating Role: AccessDenied: iam:CreateRole<{%reset%}>\n",
        ROLE,
      ),
      diagnostic("error", "update failed"),
    ];
    const { code, message } = engineFailure(new Error("code: 255"), events, "dev");
    equal(code, "failed");
    equal(
      message,
      "api-get-role: creating Role: AccessDenied: iam:CreateRole\n" +
        "The role may not do this: allow it the action named above and run up again; it goes on where it stopped.",
    );
  });

  it("is told by the CLI's error where the engine never began", () => {
    const error = new Error("code: 255\n stdout: \n stderr: error: incorrect passphrase\n err?: ");
    equal(
      engineFailure(error, [], "dev").message,
      "incorrect passphrase\nSet PULUMI_CONFIG_PASSPHRASE to the one that the stack was made with.",
    );
  });

  it("is told by what the system says where there is no CLI", () => {
    const said = "Command failed with ENOENT: pulumi version\nspawn pulumi ENOENT\n";
    const error = new Error(`code: -2\n stdout: \n stderr: ${said} err?: Error: ${said}`);
    equal(
      engineFailure(error, [], "dev").message,
      "Command failed with ENOENT: pulumi version\n" +
        "There is no pulumi on PATH: https://www.pulumi.com/docs/install/ says how to get one.",
    );
  });

  it("that nobody foresaw says all the same that nothing is lost", () => {
    deepEqual(adviceOn("the moon fell", "dev"), {
      code: "failed",
      advice:
        "Mend what is named above and run it again: what was made is kept, and not made twice.",
    });
  });

  it("is a lock where the state is read while another update writes it", () => {
    for (const said of ["EOF", "unexpected EOF", "unexpected end of JSON input"]) {
      const { code, advice } = adviceOn(`failed to load checkpoint: ${said}`, "dev");
      equal(code, "locked");
      match(advice, /^Another update is writing the stack's state: run it again\./);
    }
    equal(adviceOn("failed to load checkpoint: permission denied", "dev").code, "failed");
  });

  // Words of AWS's and of the AWS provider, which the stand-in provider does not say.
  const cases: readonly (readonly [string, RegExp])[] = [
    ["No valid credential sources found. Please see", /^AWS credentials are missing: /],
    [
      "ExpiredToken: The security token included in the request is expired",
      /^The AWS credentials have expired: /,
    ],
    ["Missing region configuration", /--stack dev --config aws:region=eu-west-1$/],
    [
      "InvalidParameterException: Domain already associated with another user pool.",
      /domainPrefix=ANOTHER$/,
    ],
    ["TooManyRequestsException: Rate exceeded", /^AWS slows this account down: /],
    [
      "dial tcp: lookup sts.eu-west-1.amazonaws.com: no such host",
      /^The network or a service failed: /,
    ],
    ["unable to open bucket s3://x: blob (code=NotFound)", /^The backend cannot be reached: /],
    [
      "[409] Conflict: Another update is currently in progress.",
      /^Another update holds the stack: /,
    ],
  ];
  for (const [said, advice] of cases) {
    it(`has advice: ${said}`, () => match(adviceOn(said, "dev").advice, advice));
  }
});
