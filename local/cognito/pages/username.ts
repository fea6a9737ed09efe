import type { UserPool } from "../pool.ts";
import { field } from "./fields.ts";
import type { Html } from "./html.ts";

/** The field for who someone is, by what the pool calls people (C250, 4.7). */
export function nameField(pool: UserPool, value: string): Html {
  const [first, second] = pool.usernameAttributes;
  if (first === "email" && second === undefined) {
    return field({
      name: "username",
      label: "Email",
      type: "email",
      autocomplete: "username",
      value,
    });
  }
  if (first === "phone_number" && second === undefined) {
    return field({
      name: "username",
      label: "Phone number",
      type: "tel",
      autocomplete: "username",
      value,
    });
  }
  const label = first === undefined ? "Username" : "Email or phone number";
  return field({ name: "username", label, type: "text", autocomplete: "username", value });
}
