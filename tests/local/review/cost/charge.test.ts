import { deepEqual, equal, throws } from "node:assert/strict";
import { charge } from "../../../../local/review/cost/charge.ts";
import { picoDollars, shownDollars, toCents } from "../../../../local/review/cost/money.ts";
import { PRICES } from "../../../../local/review/cost/prices.ts";

const GIGABYTE = 1024 ** 3;

describe("what a month costs by the price table", () => {
  const rows: readonly [string, keyof typeof PRICES, number, number][] = [
    ["C331: 10,000 users of LITE cost nothing", "LITE", 10_000, 0],
    ["C332: the next one of LITE half a cent, which is a cent", "LITE", 10_001, 1],
    ["C332: 100,000 users of LITE 90,000 × $0.0055", "LITE", 100_000, 49_500],
    ["C332: the 900,000 users of LITE after these $0.0046", "LITE", 1_000_000, 49_500 + 414_000],
    ["C332: LITE goes on with $0.00325", "LITE", 1_000_100, 463_500 + 33],
    ["C332: LITE ends with $0.0025", "LITE", 10_000_100, 463_500 + 2_925_000 + 25],
    ["C331: 10,000 users of ESSENTIALS cost nothing", "ESSENTIALS", 10_000, 0],
    ["C332: the next one of ESSENTIALS 1.5 cents, which are two", "ESSENTIALS", 10_001, 2],
    ["C332: 25,000 users of ESSENTIALS 15,000 × $0.015", "ESSENTIALS", 25_000, 22_500],
    ["C331: PLUS has no free users", "PLUS", 1, 2],
    ["C332: 25,000 users of PLUS all $0.02", "PLUS", 25_000, 50_000],
    ["C331: 50 federated users cost nothing", "federatedUsers", 50, 0],
    ["C332: 200 federated users 150 × $0.015", "federatedUsers", 200, 225],
    ["C333: machine tokens are never free", "machineTokens", 1_000, 225],
    ["C333: one machine token a quarter of a cent", "machineTokens", 1, 0],
    ["API requests have no allowance", "apiRequests", 1_000_000, 100],
    ["API requests are cheaper beyond 300 million", "apiRequests", 301_000_000, 30_000 + 90],
    ["calls of functions cost beyond a million", "functionCalls", 2_000_000, 20],
    [
      "400,000 GB-seconds on arm64 cost nothing, as many again $5.33",
      "arm64Work",
      800_000 * 1_024_000,
      533,
    ],
    ["the same on x86_64 $6.67", "x86Work", 800_000 * 1_024_000, 667],
    ["log lines cost beyond 5 GB", "logLines", 6 * GIGABYTE, 50],
    ["ten alarm metrics cost nothing", "alarmMetrics", 10, 0],
    ["24 alarm metrics 14 × $0.10", "alarmMetrics", 24, 140],
    ["metrics are cheaper beyond 10,010", "metrics", 10_011, 300_000 + 10],
    ["a web ACL $5", "webAcls", 1, 500],
    ["four rules $4", "webAclRules", 4, 400],
    ["a million requests to a web ACL $0.60", "webAclRequests", 1_000_000, 60],
    ["a million writes of a table $0.63", "tableWrites", 1_000_000, 63],
    ["a million reads of a table $0.13", "tableReads", 1_000_000, 13],
    ["25 GB in a table cost nothing, the next $0.25", "tableStorage", 26 * GIGABYTE, 25],
  ];
  for (const [title, name, quantity, cents] of rows) {
    it(title, () => equal(charge({ what: "", quantity, price: PRICES[name] }).cents, cents));
  }

  it("says how many are free, and counts without them where others use them up", () => {
    const all = { what: "Users", quantity: 25_000, price: PRICES.ESSENTIALS };
    equal(charge(all).free, 10_000);
    deepEqual(charge({ ...all, free: 0 }), { ...all, free: 0, cents: 37_500 });
    equal(charge({ ...all, quantity: 300 }).free, 300);
  });

  it("has a source for every price", () => {
    for (const { source } of Object.values(PRICES)) {
      equal(new URL(source).protocol, "https:");
    }
  });
});

describe("money", () => {
  it("is exact far below a cent, and half a cent is rounded up", () => {
    equal(picoDollars("0.0000133334"), 13_333_400n);
    equal(toCents(picoDollars("0.005")), 1);
    equal(toCents(picoDollars("0.004999999999")), 0);
    equal(toCents(1_000_000n * picoDollars("0.1")), 10_000_000);
  });

  it("is shown with thousands and cents", () => {
    deepEqual([0, 5, 123_450].map(shownDollars), ["$0.00", "$0.05", "$1,234.50"]);
  });

  it("is refused where a price is no decimal number", () => {
    throws(() => picoDollars("1,5"), /^Error: "1,5" is no price$/);
  });
});
