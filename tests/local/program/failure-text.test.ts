import { deepEqual } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describeFailure } from "../../../local/program/failure-text.ts";

describe("the text of a program's failure", () => {
  it("names the property nearest to the mistake, not every one that waited for it", () => {
    const refusal = 'routes["GET /x"].handler (index.ts:4) captures a Map';
    const waited = 'error serializing property "target": error serializing property "outputs": ';
    const error = new pulumi.RunError(`${waited}error serializing property "code": ${refusal}`);
    deepEqual(describeFailure(error, pulumi), {
      text: `error serializing property "code": ${refusal}`,
      wantsStack: false,
    });
  });

  const ways = {
    "--config shop:key=VALUE": "pulumi config set shop:key",
    [`in the environment: PULUMI_CONFIG='{"shop:key":"VALUE"}' PULUMI_CONFIG_SECRET_KEYS='["shop:key"]'`]:
      "pulumi config set --secret shop:key",
  };
  for (const [way, command] of Object.entries(ways)) {
    it(`says how a value that the program requires is given here, beside ${command}`, () => {
      const text = `Missing required configuration variable 'shop:key'\n\tplease use ${command}`;
      deepEqual(describeFailure(new pulumi.RunError(text), pulumi), {
        text: `${text}\n\tor, here, ${way}`,
        wantsStack: false,
      });
    });
  }
});
