import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { review } from "../../deploy/review.ts";

const HOME = join(import.meta.dirname, "..", "..");
const options = { stack: "organization/project/dev", base: undefined, exemptions: undefined };

describe("the review of a deployment", () => {
  it("F177: has the last line of the estimate, for the users that the stack expects", async () => {
    const { cost, leftOut } = await review({ ...options, program: HOME });
    match(cost ?? "", /^About \$\d+\.\d\d a month for 1,000 active users, ESSENTIALS$/);
    deepEqual(leftOut, []);
  });

  it("does without an estimate where the program expects no number of users, and says so", async () => {
    const program = join(HOME, "examples", "minimal");
    const { access, cost, leftOut } = await review({ ...options, program });
    match(access ?? "", /^GET \/notes +JWT of api-jwt /m);
    equal(cost, undefined);
    deepEqual(leftOut, [
      "cost, --users is missing: say how many users are active in a month, or have the stack say it: " +
        "pulumi config set expectedUsers 1000",
    ]);
  });
});
