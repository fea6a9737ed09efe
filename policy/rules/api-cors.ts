import { hasNone } from "../property-checks.ts";
import type { Rule } from "../rule.ts";
import type { Settings } from "../settings.ts";
import { API } from "../types.ts";

const ASVS_FRONTEND =
  "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x12-V3-Web-Frontend-Security.md";

/** Profiles whose pages are served to strangers. */
const isPublished = ({ profile }: Settings): boolean => profile === "prod" || profile === "asvs-l2";

export const API_CORS_RULES: readonly Rule[] = [
  {
    id: "api-cors-origins",
    scope: "resource",
    types: [API],
    description: "Pages of named https origins may call an API, and no others.",
    why: "A wildcard lets every page on the web call with the token of its visitor.",
    remedy: "Name each origin in allowOrigins.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "wait",
    ids: ["AC_AWS_0441", "CKV2_AWS_75", "ASVS 3.4.2"],
    reference: ASVS_FRONTEND,
    applies: (api) => api.has("corsConfiguration"),
    checks: [
      function* (api, { settings }) {
        for (const { path, value } of api.texts("corsConfiguration.allowOrigins")) {
          // Without credentials a wildcard is a convenience of development; with them the next policy refuses it.
          const level = value === "*" && !isPublished(settings) ? "advisory" : "mandatory";
          if (value.includes("*") || value.toLowerCase() === "null") {
            yield api.violation(path, "an exact origin", { level });
          } else if (isPublished(settings) && !/^https:/i.test(value)) {
            yield api.violation(path, "an https origin");
          }
        }
      },
    ],
  },
  {
    id: "api-cors-credentials",
    scope: "resource",
    types: [API],
    description: "CORS with credentials names its origins, headers and methods.",
    why: "Browsers refuse the combination, and whatever answers for it by echoing the origin opens every session.",
    remedy: "Name origins, headers and methods, or leave allowCredentials out.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "wait",
    ids: ["ASVS 3.4.2"],
    reference: ASVS_FRONTEND,
    applies: (api) => api.has("corsConfiguration"),
    checks: ["allowOrigins", "allowHeaders", "allowMethods"].map(
      (property) =>
        function* (api) {
          if (!api.flag("corsConfiguration.allowCredentials", false)) return;
          for (const { path, value } of api.texts(`corsConfiguration.${property}`)) {
            if (value.includes("*")) yield api.violation(path, "no wildcard beside credentials");
          }
        },
    ),
  },
  {
    id: "api-cors-methods",
    scope: "resource",
    types: [API],
    description: "CORS names the methods that pages may use.",
    why: "A wildcard opens verbs to pages that no page needs.",
    remedy: "List the verbs of the routes in allowMethods.",
    severity: "low",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "wait",
    ids: ["OWASP API8:2023"],
    reference: "https://owasp.org/API-Security/editions/2023/en/0x11-t10/",
    applies: (api) => api.has("corsConfiguration"),
    checks: [hasNone("corsConfiguration.allowMethods", ["*"], "a verb")],
  },
];
