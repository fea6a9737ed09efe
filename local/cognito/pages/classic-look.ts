import { type Properties, text } from "../../program/graph.ts";
import { lightOnly, type Look, lookWith } from "./look.ts";

/** What the classes of a classic style sheet stand for on our pages (C297). */
const SELECTORS: { readonly [name: string]: string } = {
  background: "main",
  banner: ".logo",
  errorMessage: '.message[role="alert"]',
  idpButton: "a.provider",
  inputField: "input",
  label: "label",
  legalText: "p",
  logo: ".logo",
  "passwordCheck-notValid": "#password-hints",
  redirect: "nav a",
  socialButton: "a.provider",
  submitButton: "button.main",
  textDescription: "p",
};

const looks = new WeakMap<Properties, Look>();

/** The look that a style sheet and a logo give to the classic pages. A class without a place here changes nothing. */
export function classicLookOf(customization: Properties): Look {
  const known = looks.get(customization);
  if (known) return known;
  const sheet = text(customization["css"]);
  const look = lookWith(sheet ? `${lightOnly()}${translated(sheet)}` : "", {
    logo: logoOf(text(customization["imageFile"]) ?? ""),
  });
  looks.set(customization, look);
  return look;
}

function translated(sheet: string): string {
  return (
    sheet
      .replaceAll(/\.([A-Za-z-]+)-customizable/g, (name, role: string) => SELECTORS[role] ?? name)
      // Whatever a sheet says, it is style to its end.
      .replaceAll("</", "<\\/")
  );
}

// How the Base64 of the two kinds of image begins that the service takes.
const KINDS: readonly (readonly [start: string, type: string])[] = [
  ["iVBORw0KGgo", "image/png"],
  ["/9j/", "image/jpeg"],
];

function logoOf(base64: string): string | undefined {
  const [, type] = KINDS.find(([start]) => base64.startsWith(start)) ?? [];
  if (type === undefined || !/^[A-Za-z0-9+/]+=*$/.test(base64)) return undefined;
  return `data:${type};base64,${base64}`;
}
