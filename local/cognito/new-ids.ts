import { randomInt } from "node:crypto";

const DIGITS = "0123456789";
const LOWER = "abcdefghijklmnopqrstuvwxyz";

/** An id that nobody can guess, of letters of both cases and digits: the second part of a pool's (C1). */
export function mixedId(length: number): string {
  return randomText(LOWER.toUpperCase() + LOWER + DIGITS, length);
}

/** An id or secret that nobody can guess, of small letters and digits: those of app clients (C2). */
export function lowerId(length: number): string {
  return randomText(LOWER + DIGITS, length);
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
