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
