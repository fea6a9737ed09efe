import { existsSync, readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { type BrandColors, type BrandSettings, colorProblems, colorSettings } from "./brand-colors";

/** The look of the sign-in pages. What is left out keeps Cognito's own look. */
export interface Branding {
  /** Path of an image above the form, from the program's directory: SVG, PNG, JPEG or WEBP. */
  readonly logo?: string;
  /** Path of the browser tab's image: ICO or SVG. */
  readonly favicon?: string;
  /** Path of an image behind the form: SVG, PNG, JPEG or WEBP. */
  readonly background?: string;
  readonly colors?: BrandColors;
  /**
   * Members of Cognito's own settings document, laid over what follows from the others.
   * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html
   */
  readonly settings?: BrandSettings;
}

type Image = "logo" | "favicon" | "background";

const EXTENSIONS: Readonly<Record<string, string>> = {
  ".ico": "ICO",
  ".jpeg": "JPEG",
  ".jpg": "JPEG",
  ".png": "PNG",
  ".svg": "SVG",
  ".webp": "WEBP",
};

const IMAGES: Readonly<
  Record<
    Image,
    { readonly category: (extension: string) => string; readonly takes: readonly string[] }
  >
> = {
  logo: { category: () => "FORM_LOGO", takes: ["SVG", "PNG", "JPEG", "WEBP"] },
  favicon: { category: (extension) => `FAVICON_${extension}`, takes: ["ICO", "SVG"] },
  background: { category: () => "PAGE_BACKGROUND", takes: ["SVG", "PNG", "JPEG", "WEBP"] },
};

/** Inputs of a style (C297); Cognito's own look without a branding. */
export function brandingInputs(branding: Branding | undefined) {
  if (branding === undefined) return { useCognitoProvidedValues: true };
  const assets = imagesOf(branding).map(([image, path]) => {
    const extension = extensionOf(path);
    return {
      category: IMAGES[image].category(extension),
      // One palette for everybody: a style that follows the device needs every image twice.
      colorMode: "LIGHT",
      extension,
      bytes: readFileSync(path).toString("base64"),
    };
  });
  return {
    settings: JSON.stringify(settingsOf(branding)),
    ...(assets.length > 0 && { assets }),
  };
}

function settingsOf(branding: Branding): BrandSettings {
  const { logo, background, colors, settings = {} } = branding;
  const own: BrandSettings = {
    categories: { global: { colorSchemeMode: "LIGHT" } },
    components: {
      ...(logo !== undefined && {
        form: { logo: { enabled: true, location: "CENTER", position: "TOP", formInclusion: "IN" } },
      }),
      pageBackground: { image: { enabled: background !== undefined } },
    },
  };
  return merged(merged(own, colors === undefined ? {} : colorSettings(colors)), settings);
}

/** Objects are laid over each other member by member, anything else replaces. */
function merged(under: BrandSettings, over: BrandSettings): BrandSettings {
  const members = Object.entries(over).map(([name, value]) => {
    const before = under[name];
    return [name, isObject(before) && isObject(value) ? merged(before, value) : value];
  });
  return { ...under, ...(Object.fromEntries(members) as BrandSettings) };
}

function isObject(value: unknown): value is BrandSettings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Everything that is wrong with a look. */
export function* brandingProblems(path: string, branding: Branding | undefined): Iterable<Problem> {
  if (branding === undefined) return;
  let bytes = 0;
  for (const [image, file] of imagesOf(branding)) {
    if (!IMAGES[image].takes.includes(extensionOf(file))) {
      yield `${path}.${image} is "${file}": it must be a file of the kind ${IMAGES[image].takes.join(", ")}.`;
    }
    if (!existsSync(file)) {
      yield `${path}.${image} is "${file}": there is no such file. Paths start at the directory of Pulumi.yaml.`;
      return;
    }
    bytes += statSync(file).size;
  }
  if (bytes > limits.brandingBytes) {
    yield `${path} has images of ${bytes} bytes: Cognito takes ${limits.brandingBytes} in all. Make them smaller.`;
  }
  if (branding.colors !== undefined) yield* colorProblems(`${path}.colors`, branding.colors);
}

function imagesOf(branding: Branding): (readonly [Image, string])[] {
  return (["logo", "favicon", "background"] as const).flatMap((image) => {
    const path = branding[image];
    return path === undefined ? [] : [[image, path] as const];
  });
}

function extensionOf(path: string): string {
  return EXTENSIONS[extname(path).toLowerCase()] ?? "";
}
