import { parseJsonObject } from "../../strict-json.ts";
import { members, type Properties, text } from "../../program/graph.ts";
import { hashSource } from "./hash-source.ts";
import { LIGHT, STYLE } from "./style.ts";

/** How the pages of a client look. */
export interface Look {
  readonly sheet: string;
  /** What the content security policy allows as style: this sheet and no other. */
  readonly sheetHash: string;
  /** Images as `data:` addresses. */
  readonly logo: string | undefined;
  readonly favicon: string | undefined;
}

/** The look of pages that nobody styled. */
export const PLAIN_LOOK: Look = lookWith("", {});

/** Where Cognito's settings document keeps the colours of our sheet: its light mode (C297). */
const COLORS: Readonly<Record<string, readonly string[]>> = {
  page: ["pageBackground", "color"],
  card: ["form", "backgroundColor"],
  text: ["pageText", "headingColor"],
  muted: ["pageText", "bodyColor"],
  accent: ["primaryButton", "defaults", "backgroundColor"],
  "accent-hover": ["primaryButton", "hover", "backgroundColor"],
  "on-accent": ["primaryButton", "defaults", "textColor"],
};

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ICO: "image/x-icon",
  JPEG: "image/jpeg",
  PNG: "image/png",
  SVG: "image/svg+xml",
  WEBP: "image/webp",
};

const looks = new WeakMap<Properties, Look>();

/**
 * The look that a style gives to pages: its colours, of the light mode, and its logo, favicon and
 * background. The rest of Cognito's settings document changes nothing here.
 */
export function lookOf(style: Properties): Look {
  const known = looks.get(style);
  if (known) return known;
  const look = lookWith(sheetOf(style), {
    logo: imageOf(style, /^FORM_LOGO$/),
    favicon: imageOf(style, /^FAVICON_/),
  });
  looks.set(style, look);
  return look;
}

/** The pages' own look with more style, and images. */
export function lookWith(
  more: string,
  images: { logo?: string | undefined; favicon?: string | undefined },
): Look {
  const sheet = `${STYLE}${more}`;
  return { sheet, sheetHash: hashSource(sheet), logo: images.logo, favicon: images.favicon };
}

function sheetOf(style: Properties): string {
  const components = members(settingsOf(style)["components"]);
  const colors = Object.entries(COLORS).flatMap(([name, [component = "", ...path]]) => {
    const lightMode = members(members(components[component])["lightMode"]);
    const color = colorAt(lightMode, path);
    return color === undefined ? [] : [`--${name}: #${color};`];
  });
  const background = imageOf(style, /^PAGE_BACKGROUND$/);
  const image =
    background && `html { background: var(--page) url("${background}") center / cover; }\n`;
  // A style has one palette, which dark screens show as well.
  const palette = style["settings"] === undefined ? "" : lightOnly(colors);
  return `${palette}${image ?? ""}`;
}

/** Keeps pages light on dark screens as well, with these colours in place of their own. */
export function lightOnly(colors: readonly string[] = []): string {
  return `html:root { color-scheme: light; ${[LIGHT, ...colors].join(" ")} }\n`;
}

/** The settings document: a program has it as text, an operation as it is. */
function settingsOf({ settings }: Properties): Properties {
  const document = text(settings);
  if (document === undefined) return members(settings);
  return { ...(parseJsonObject(document, false) as Properties | undefined) };
}

/** A colour of eight hexadecimal digits; anything else is none, and no part of a style sheet. */
function colorAt(under: Properties, path: readonly string[]): string | undefined {
  const holder = path.slice(0, -1).reduce((at, name) => members(at[name]), under);
  const color = text(holder[path.at(-1) ?? ""]) ?? "";
  return /^[0-9a-f]{8}$/i.test(color) ? color : undefined;
}

function imageOf(style: Properties, category: RegExp): string | undefined {
  const assets = style["assets"];
  const found = (Array.isArray(assets) ? assets : [])
    .map((asset) => members(asset))
    .find((asset) => category.test(text(asset["category"]) ?? ""));
  const type = MEDIA_TYPES[text(found?.["extension"]) ?? ""];
  const bytes = text(found?.["bytes"]) ?? "";
  if (type === undefined || !/^[A-Za-z0-9+/]+=*$/.test(bytes)) return undefined;
  return `data:${type};base64,${bytes}`;
}
