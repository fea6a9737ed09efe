/**
 * What a sign-in cannot go below, over and over: 3,072-bit modular exponentiations in OpenSSL with a 256-bit exponent,
 * and two RS256 signatures. Prints milliseconds for one round with one exponentiation (S), and for one with the three
 * of SRP. Keys and the test of the prime come before the clock starts.
 */
import {
  createDiffieHellman,
  generateKeyPairSync,
  getDiffieHellman,
  randomBytes,
  sign,
} from "node:crypto";

/** The line that is printed, in milliseconds. */
export interface SignInFloors {
  readonly password: number;
  readonly srp: number;
}

const COUNT = 200;

const prime = getDiffieHellman("modp15").getPrime();
const group = createDiffieHellman(prime, 2);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const text = randomBytes(900);

function round(exponentiations: number): void {
  for (let count = 0; count < exponentiations; count += 1) {
    group.setPrivateKey(randomBytes(32));
    // With a private key in place this only computes the public one.
    group.generateKeys();
  }
  sign("RSA-SHA256", text, privateKey);
  sign("RSA-SHA256", text, privateKey);
}

function millisecondsOf(exponentiations: number): number {
  for (let index = 0; index < COUNT / 4; index += 1) round(exponentiations);
  const began = performance.now();
  for (let index = 0; index < COUNT; index += 1) round(exponentiations);
  return (performance.now() - began) / COUNT;
}

const floors: SignInFloors = { password: millisecondsOf(1), srp: millisecondsOf(3) };
console.log(JSON.stringify(floors));
