import { keyedHash } from "../../secrets.ts";
import { foldName } from "../names.ts";
import type { ContactAttribute } from "../pool.ts";
import type { ClientContext } from "../service.ts";

/** Where a code went, as operations tell it (C141). */
export type CodeDelivery = {
  readonly Destination: string;
  readonly DeliveryMedium: "EMAIL" | "SMS";
  readonly AttributeName: ContactAttribute;
};

/** `f***@e***` (C141). */
function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  const first = (text: string) => String.fromCodePoint(text.codePointAt(0) ?? 0x2a);
  return `${first(address)}***@${first(address.slice(at + 1))}***`;
}

/** `+*******9934` (C141). */
function maskPhone(phoneNumber: string): string {
  const digits = phoneNumber.replace(/^\+/, "");
  return `+${"*".repeat(Math.max(0, digits.length - 4))}${digits.slice(-4)}`;
}

/** The answer for a code that went to this value of the attribute. */
export function deliveryTo(attribute: ContactAttribute, value: string): CodeDelivery {
  return attribute === "email"
    ? { Destination: maskEmail(value), DeliveryMedium: "EMAIL", AttributeName: "email" }
    : { Destination: maskPhone(value), DeliveryMedium: "SMS", AttributeName: "phone_number" };
}

/**
 * What is answered when nothing is sent because there is nobody: the same each time for a name (C151).
 * @param channels where the code of somebody who exists might go
 */
export function simulatedDelivery(
  { service, pool }: ClientContext,
  name: string,
  channels: readonly string[],
): CodeDelivery {
  if (channels.includes("email") && isEmail(name)) return deliveryTo("email", name);
  if (channels.includes("phone_number") && isPhoneNumber(name))
    return deliveryTo("phone_number", name);
  const digest = keyedHash(service.store.keys.secret(pool.id), "delivery", foldName(pool, name));
  if (channels.includes("phone_number") && !channels.includes("email")) {
    const number = String(digest.readUInt32BE()).padStart(10, "0");
    return deliveryTo("phone_number", `+1${number}`);
  }
  const [first = 0, second = 0] = digest;
  const letter = (byte: number) => String.fromCharCode(0x61 + (byte % 26));
  return deliveryTo("email", `${letter(first)}@${letter(second)}`);
}

/** Whether the text has the form of an e-mail address; who receives there is for the code to show. */
export function isEmail(value: string): boolean {
  return (
    value.length <= 320 &&
    /^[^\s@<>"(),:;\\[\]]+@(?:[^\s@<>"(),:;\\[\].]+\.)+[^\s@<>"(),:;\\[\].]+$/.test(value)
  );
}

/** Whether the text is a phone number in the form of E.164. */
export function isPhoneNumber(value: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(value);
}
