import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { set } from "../support/stack.ts";

const WANTED = "an exact https address, http on a loopback host, or a reverse-domain scheme";

const refused = (address: string, found = address): Case => ({
  it: `refuses ${address}`,
  change: set("client", { "callbackUrls[0]": address }),
  says: [`UserPoolClient "client": callbackUrls[0] is "${found}"; wanted: ${WANTED}.`],
});

const accepted = (address: string): Case => ({
  it: `accepts ${address}`,
  change: set("client", { "callbackUrls[0]": address }),
});

describePolicy("client-redirects-exact", [
  refused("https://*.example.com/"),
  refused("http://app.example.com/"),
  refused("https://app.example.com/#"),
  refused("https://app.example.com/a/../b"),
  refused("https://app.example.com/a/%2E%2e/b"),
  refused("https://user:secret@app.example.com/", "https://user:[hidden]@app.example.com/"),
  refused("javascript:alert(1)"),
  refused("myapp://signed-in"),
  refused("/signed-in"),
  accepted("http://localhost:3000/signed-in"),
  accepted("http://127.0.0.1/"),
  accepted("http://[::1]:8080/"),
  accepted("com.example.app:/signed-in"),
  accepted("https://app.example.com/signed-in?from=mail"),
  {
    it: "refuses a loose address to sign out to",
    change: set("client", { logoutUrls: ["http://app.example.com/"] }),
    says: [
      `UserPoolClient "client": logoutUrls[0] is "http://app.example.com/"; wanted: ${WANTED}.`,
    ],
  },
  {
    it: "refuses a loose default",
    change: set("client", { defaultRedirectUri: "https://app.example.com/#x" }),
    says: [
      `UserPoolClient "client": defaultRedirectUri is "https://app.example.com/#x"; wanted: ${WANTED}.`,
    ],
  },
]);

const PUBLIC = "a public https address";

const refusedInProd = (address: string): Case => ({
  it: `refuses ${address}`,
  change: set("client", { "callbackUrls[1]": address }),
  says: [`UserPoolClient "client": callbackUrls[1] is "${address}"; wanted: ${PUBLIC}.`],
});
const acceptedInProd = (address: string): Case => ({
  it: `accepts ${address}`,
  change: set("client", { "callbackUrls[1]": address }),
});

describePolicy("client-redirects-prod", [
  refusedInProd("http://localhost:3000/signed-in"),
  refusedInProd("https://localhost/signed-in"),
  refusedInProd("https://app.localhost/"),
  refusedInProd("https://localhost./"),
  refusedInProd("https://[::ffff:127.0.0.1]/"),
  refusedInProd("http://127.0.0.1/"),
  refusedInProd("https://127.0.0.2:8443/"),
  refusedInProd("https://[::1]/"),
  refusedInProd("https://10.1.2.3/"),
  refusedInProd("https://172.31.0.1/"),
  refusedInProd("https://192.168.1.1/"),
  refusedInProd("https://169.254.1.1/"),
  refusedInProd("https://[fd00::1]/"),
  refusedInProd("http://app.example.com/"),
  acceptedInProd("https://172.32.0.1/"),
  acceptedInProd("https://[2001:db8::1]/"),
  acceptedInProd("https://localhost.example.com/"),
  acceptedInProd("com.example.app:/signed-in"),
  {
    it: "refuses a default on the user's machine",
    change: set("client", { defaultRedirectUri: "http://localhost/" }),
    says: [
      `UserPoolClient "client": defaultRedirectUri is "http://localhost/"; wanted: ${PUBLIC}.`,
    ],
  },
  {
    it: "reports it before production",
    change: set("client", { logoutUrls: ["http://localhost/"] }),
    settings: { profile: "baseline" },
    says: [`UserPoolClient "client": logoutUrls[0] is "http://localhost/"; wanted: ${PUBLIC}.`],
  },
]);

describePolicy("client-default-redirect-listed", [
  {
    it: "refuses a default that is not listed",
    change: set("client", { defaultRedirectUri: "https://app.example.com/" }),
    says: [
      'UserPoolClient "client": defaultRedirectUri is "https://app.example.com/"; wanted: one of callbackUrls.',
    ],
  },
  { it: "accepts no default", change: set("client", { defaultRedirectUri: undefined }) },
  {
    it: "waits for an address that is not known, which may be it",
    change: set("client", { callbackUrls: ["https://app.example.com/", UNKNOWN] }),
  },
]);
