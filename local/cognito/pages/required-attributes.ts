import { type AttributeInput, requiredAttributeNames } from "../attributes/writes.ts";
import type { Parameters } from "../oauth/parameters.ts";
import type { UserPool } from "../pool.ts";
import { type Field, field } from "./fields.ts";
import type { Html } from "./html.ts";

type Kind = Pick<Field, "type" | "autocomplete">;

const KINDS: { readonly [attribute: string]: Kind } = {
  email: { type: "email", autocomplete: "email" },
  phone_number: { type: "tel", autocomplete: "tel" },
  name: { type: "text", autocomplete: "name" },
  given_name: { type: "text", autocomplete: "given-name" },
  family_name: { type: "text", autocomplete: "family-name" },
  middle_name: { type: "text", autocomplete: "additional-name" },
  nickname: { type: "text", autocomplete: "nickname" },
  birthdate: { type: "date", autocomplete: "bday" },
  website: { type: "url", autocomplete: "url" },
  gender: { type: "text", autocomplete: "sex" },
  locale: { type: "text", autocomplete: "language" },
  address: { type: "text", autocomplete: "street-address" },
};

const PLAIN: Kind = { type: "text", autocomplete: "off" };

/** Attributes that the schema requires and nothing else supplies. */
export function missingAttributes(
  pool: UserPool,
  supplied: (name: string) => boolean,
): readonly string[] {
  return requiredAttributeNames(pool).filter((name) => !supplied(name));
}

/** One field for each of the attributes (4.7). */
export function attributeFields(names: readonly string[], posted?: Parameters): readonly Html[] {
  return names.map((name) => attributeField(name, posted?.get(inputName(name))));
}

/** The field for one attribute. */
export function attributeField(name: string, value = ""): Html {
  return field({ name: inputName(name), label: labelOf(name), value, ...(KINDS[name] ?? PLAIN) });
}

function inputName(name: string): string {
  return `requiredAttributes[${name}]`;
}

/** What was filled in. */
export function postedAttributes(
  names: readonly string[],
  posted: Parameters,
): readonly AttributeInput[] {
  return names.map((name) => ({
    Name: name,
    Value: posted.get(inputName(name)) ?? "",
  }));
}

/** `given_name` → `Given name`. */
function labelOf(name: string): string {
  const words = name.replace(/^custom:/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
