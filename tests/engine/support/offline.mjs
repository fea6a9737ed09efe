// Loaded into the deployer before it starts: it asks DNS for names of sign-in domains, and tests have no network.
// Names in the variable exist, no other does.
import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";

const taken = (process.env.TAKEN_HOSTS ?? "").split(",");

dns.lookup = async (host) => {
  if (taken.includes(host)) return { address: "127.0.0.1", family: 4 };
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
};
syncBuiltinESMExports();
