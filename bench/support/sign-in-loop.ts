/**
 * S: one 3,072-bit modular exponentiation in OpenSSL with a 256-bit exponent, and two RS256 signatures, over and over.
 * Prints milliseconds for one round. Keys and the test of the prime come before the clock starts.
 */
import {
  createDiffieHellman,
  generateKeyPairSync,
  getDiffieHellman,
  randomBytes,
  sign,
} from "node:crypto";

const COUNT = 200;

const prime = getDiffieHellman("modp15").getPrime();
const group = createDiffieHellman(prime, 2);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const text = randomBytes(900);

function once(): void {
  group.setPrivateKey(randomBytes(32));
  // With a private key in place this only computes the public one.
  group.generateKeys();
  sign("RSA-SHA256", text, privateKey);
  sign("RSA-SHA256", text, privateKey);
}

for (let index = 0; index < COUNT / 4; index += 1) once();
const began = performance.now();
for (let index = 0; index < COUNT; index += 1) once();
console.log((performance.now() - began) / COUNT);
