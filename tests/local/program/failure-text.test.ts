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
});
