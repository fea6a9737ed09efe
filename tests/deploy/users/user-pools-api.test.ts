import { equal, throws } from "node:assert/strict";
import { regionOf } from "../../../deploy/users/user-pools-api.ts";

describe("the region of a user pool", () => {
  for (const region of ["us-east-1", "eu-central-1", "us-gov-west-1", "ap-southeast-5"]) {
    it(`is the first part of its id: ${region}`, () => {
      equal(regionOf(`${region}_AbCdEf123`), region);
    });
  }

  for (const id of ["", "AbCdEf123", "us-east-1", "example.com/_a", "us-east-1_a/b", "x@y_a"]) {
    it(`is that of no other text: "${id}"`, () => {
      throws(() => regionOf(id), { code: "usage" });
    });
  }
});
