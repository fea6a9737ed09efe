import { type Case, describePolicy } from "../support/cases.ts";
import { set } from "../support/stack.ts";

const CORS = "corsConfiguration";
const origin = (value: string) => set("api", { [`${CORS}.allowOrigins`]: [value] });
const withCredentials = (property: string, value: string) =>
  set("api", { [`${CORS}.allowCredentials`]: true, [`${CORS}.${property}`]: [value] });

const refusedOrigin = (value: string): Case => ({
  it: `refuses ${value}`,
  change: origin(value),
  says: [`Api "api": corsConfiguration.allowOrigins[0] is "${value}"; wanted: an exact origin.`],
});

describePolicy("api-cors-origins", [
  refusedOrigin("*"),
  refusedOrigin("null"),
  refusedOrigin("https://*"),
  refusedOrigin("https://*.example.com"),
  {
    it: "advises against a wildcard during development",
    change: origin("*"),
    settings: { profile: "baseline" },
    level: "advisory",
    says: ['Api "api": corsConfiguration.allowOrigins[0] is "*"; wanted: an exact origin.'],
  },
  {
    it: "refuses plain http where strangers call",
    change: origin("http://app.example.com"),
    settings: { profile: "asvs-l2" },
    says: [
      'Api "api": corsConfiguration.allowOrigins[0] is "http://app.example.com"; wanted: an https origin.',
    ],
  },
  {
    it: "accepts a local page during development",
    change: origin("http://localhost:5173"),
    settings: { profile: "baseline" },
  },
  {
    it: "does not apply without CORS",
    change: set("api", { [CORS]: undefined }),
    applies: false,
  },
  {
    it: "refuses what is no list",
    change: set("api", { [`${CORS}.allowOrigins`]: "*" }),
    says: ['Api "api": corsConfiguration.allowOrigins is "*"; wanted: a list.'],
  },
]);

describePolicy("api-cors-credentials", [
  ...["allowOrigins", "allowHeaders", "allowMethods"].map((property) => ({
    it: `refuses a wildcard in ${property}`,
    change: withCredentials(property, "*"),
    says: [
      `Api "api": corsConfiguration.${property}[0] is "*"; wanted: no wildcard beside credentials.`,
    ],
  })),
  { it: "accepts named origins", change: set("api", { [`${CORS}.allowCredentials`]: true }) },
  { it: "accepts a wildcard without credentials", change: origin("*") },
]);

describePolicy("api-cors-methods", [
  {
    it: "refuses a wildcard",
    change: set("api", { [`${CORS}.allowMethods`]: ["*"] }),
    says: ['Api "api": corsConfiguration.allowMethods[0] is "*"; wanted: a verb.'],
  },
  { it: "accepts no methods", change: set("api", { [`${CORS}.allowMethods`]: undefined }) },
]);
