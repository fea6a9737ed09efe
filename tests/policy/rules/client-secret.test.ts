import { SECRET, UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { all, changed, set } from "../support/stack.ts";

const CLIENT_SECRET = "1q2w3e4r5t6z7u8i9o0p1q2w3e4r5t6z7u8i9o0p1q2w3e4r5t6";
const says = (property: string): readonly string[] => [
  `Stack "shop-test": ${property} is "[in clear]"; wanted: a secret, or no output.`,
];
const waits = (title: string, output: symbol): Case => ({
  it: title,
  change: set("shop-test", { serviceClientSecret: output }),
});

describePolicy("client-secret-not-exported", [
  {
    it: "refuses an output that is named for it",
    change: set("shop-test", { serviceClientSecret: "s3cret" }),
    says: says("serviceClientSecret"),
  },
  {
    it: "refuses an output that looks like it, and never quotes it",
    change: set("shop-test", { clients: [{ service: CLIENT_SECRET }] }),
    says: says("clients[0].service"),
  },
  waits("accepts a secret output", SECRET),
  waits("accepts an output that is not known", UNKNOWN),
  {
    it: "does not apply to clients without secrets",
    change: all(
      set("service", { generateSecret: false }),
      set("shop-test", { serviceClientSecret: "s3cret" }),
    ),
    applies: false,
  },
  {
    it: "does not apply in the engine, which hands secrets over in clear",
    change: all(
      set("shop-test", { serviceClientSecret: "s3cret" }),
      changed("shop-test", (facts) => ({ ...facts, tellsSecrets: false })),
    ),
    applies: false,
  },
]);
