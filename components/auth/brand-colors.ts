import type { Problem } from "../shared/arguments";

/** A colour such as `#0972d3`. */
export type Color = `#${string}`;

/** A part of Cognito's settings document. */
export interface BrandSettings {
  readonly [member: string]: string | number | boolean | null | readonly unknown[] | BrandSettings;
}

/** Colours of the sign-in pages. Texts have to be readable on what is behind them (WCAG 2.2, 1.4.3). */
export interface BrandColors {
  /** Buttons and links. */
  readonly primary?: Color;
  /** Behind the form. */
  readonly page?: Color;
  /** The form itself. @default white */
  readonly form?: Color;
  /** Headings, labels and texts of the form. */
  readonly text?: Color;
}

const COLOR = /^#[0-9a-f]{6}$/i;
const WHITE = "#ffffff";
const BLACK = "#000000";
/** Least contrast of a text of usual size: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const LEAST_CONTRAST = 4.5;

/** The colours as members of Cognito's settings document, which writes them with their opacity. */
export function colorSettings({ primary, page, form, text }: BrandColors): BrandSettings {
  const mode = (lightMode: BrandSettings) => ({ lightMode });
  return {
    componentClasses: {
      ...(primary && {
        link: mode({
          defaults: { textColor: opaque(primary) },
          hover: { textColor: opaque(primary) },
        }),
        focusState: mode({ borderColor: opaque(primary) }),
        optionControls: mode({
          selected: { backgroundColor: opaque(primary), foregroundColor: opaque(textOn(primary)) },
        }),
      }),
      ...(text && { inputLabel: mode({ textColor: opaque(text) }) }),
    },
    components: {
      ...(primary && { primaryButton: mode(buttonStates(primary)) }),
      ...(page && { pageBackground: mode({ color: opaque(page) }) }),
      ...(form && { form: mode({ backgroundColor: opaque(form) }) }),
      ...(text && {
        pageText: mode({
          bodyColor: opaque(text),
          descriptionColor: opaque(text),
          headingColor: opaque(text),
        }),
      }),
    },
  };
}

function buttonStates(primary: Color) {
  const colors = { backgroundColor: opaque(primary), textColor: opaque(textOn(primary)) };
  return { defaults: colors, hover: colors, active: colors };
}

/** Everything that is wrong with the colours. */
export function* colorProblems(path: string, colors: BrandColors): Iterable<Problem> {
  for (const [name, color] of Object.entries(colors)) {
    if (!COLOR.test(color)) {
      yield `${path}.${name} is "${color}": write # and six hexadecimal digits, for instance #0972d3.`;
      return;
    }
  }
  const { form = WHITE } = colors;
  for (const name of ["primary", "text"] as const) {
    const color = colors[name];
    if (color === undefined || contrast(color, form) >= LEAST_CONTRAST) continue;
    yield (
      `${path}.${name} is "${color}", which has a contrast of ${contrast(color, form).toFixed(1)} on the ` +
      `form's ${form}: people have to read it, so make it ${LEAST_CONTRAST} or more.`
    );
  }
}

function textOn(background: Color): Color {
  return contrast(background, WHITE) >= contrast(background, BLACK) ? WHITE : BLACK;
}

function opaque(color: Color): string {
  return `${color.slice(1).toLowerCase()}ff`;
}

/** Contrast ratio of two colours, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: Color, other: Color): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
