import { deepEqual, equal } from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { selfSignedCertificate } from "../../../../../local/cognito/federation/saml/certificate.ts";
import { START } from "../../support/running-pools.ts";
import { SAML_KEY } from "../../support/saml-keys.ts";

const privateKey = createPrivateKey(SAML_KEY);

function certificateFrom(from: number, key = privateKey): X509Certificate {
  const wish = { commonName: "eu-central-1_Abc123", from, years: 10 };
  return new X509Certificate(selfSignedCertificate(key, wish));
}

describe("a certificate that a key issues to itself", () => {
  it("C288: is read as X.509, signed by its own key, and of no authority", () => {
    const certificate = certificateFrom(START);
    deepEqual(
      [certificate.subject, certificate.issuer],
      ["CN=eu-central-1_Abc123", "CN=eu-central-1_Abc123"],
    );
    equal(certificate.checkPrivateKey(privateKey), true);
    equal(certificate.verify(certificate.publicKey), true);
    equal(certificate.ca, false);
    equal(certificate.serialNumber.length, 32);
  });

  it("C288: holds for ten years, also beyond 2049, where years are written with four digits", () => {
    const timesOf = (from: string) => {
      const { validFrom, validTo } = certificateFrom(Date.parse(from));
      return [validFrom, validTo];
    };
    deepEqual(timesOf("2026-11-23T12:00:05.999Z"), [
      "Nov 23 12:00:05 2026 GMT",
      "Nov 23 12:00:05 2036 GMT",
    ]);
    deepEqual(timesOf("2049-01-02T03:04:05Z"), [
      "Jan  2 03:04:05 2049 GMT",
      "Jan  2 03:04:05 2059 GMT",
    ]);
  });

  it("is not signed by another key, and has a number of its own each time", () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
    equal(certificateFrom(START, other.privateKey).verify(certificateFrom(START).publicKey), false);
    equal(certificateFrom(START).serialNumber === certificateFrom(START).serialNumber, false);
  });
});
