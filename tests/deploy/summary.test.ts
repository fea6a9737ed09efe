import { equal, throws } from "node:assert/strict";
import { describe, it } from "mocha";
import { summaryOf, writeSummary } from "../../deploy/summary.ts";

describe("the summary of a review", () => {
  it("is Markdown for a pull request, in which a program's words are no markup", () => {
    const markdown = summaryOf({
      stack: "dev",
      changes: [
        {
          op: "replace",
          urn: "urn:pool",
          type: "aws:cognito/userPool:UserPool",
          name: "auth",
          properties: ["usernameAttributes"],
        },
        { op: "create", urn: "urn:role", type: "aws:iam/role:Role", name: "a|b", properties: [] },
      ],
      review: {
        access: undefined,
        accessMarkdown: "### Access\n\n- No route changed.\n",
        policy: {
          violations: [
            {
              policy: "route-auth-required",
              level: "mandatory",
              resource: { name: "api-get" },
              message: 'Route "<img>" is open.',
              remedy: "Say why.",
            },
          ],
          waivers: [{}],
          passed: 5,
          profile: "prod",
        },
        cost: "About $4.20 a month for 1,000 active users, ESSENTIALS",
        leftOut: ["routes"],
      },
      refusals: ["a | b"],
    });
    equal(
      markdown,
      `## Deployment of \`dev\`

**Refused:**

- a \\| b

### Changes: 1 replace, 1 create

|  | Type | Name | Changed inputs |
| --- | --- | --- | --- |
| ± replace | \`UserPool\` | \`auth\` | \`usernameAttributes\` |
| + create | \`Role\` | \`a\\|b\` |  |

### Access

- No route changed.

### Policies: 1 mandatory, 0 advisory, 1 waived, 5 passed (profile prod)

| Level | Policy | Finding | Remedy |
| --- | --- | --- | --- |
| mandatory | \`route-auth-required\` | Route "\\<img\\>" is open. | Say why. |

### Cost

About $4.20 a month for 1,000 active users, ESSENTIALS

- Not reviewed here: routes.
`,
    );
  });

  it("names the option where its file cannot be written", () => {
    throws(() => writeSummary("/nowhere/review.md", "## Deployment"), {
      code: "usage",
      message: /^--summary \/nowhere\/review\.md: ENOENT: /,
    });
  });
});
