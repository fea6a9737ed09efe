import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Branding, brandingInputs, brandingProblems } from "../../../components/auth/branding";
import { inputs, types } from "../../support/recorded";
import { layerWith } from "./support/layer";

describe("the look of the sign-in pages", () => {
  let directory = "";
  const file = (name: string) => join(directory, name);
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "branding-"));
    for (const name of ["logo.svg", "tab.ico", "page.jpg", "text.txt"])
      writeFileSync(file(name), name);
    writeFileSync(file("large.png"), "");
    truncateSync(file("large.png"), 2_000_001);
  });
  after(() => rmSync(directory, { recursive: true }));

  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const settingsOf = (branding: Branding) =>
    JSON.parse((brandingInputs(branding) as { settings: string }).settings) as unknown;

  it("F52: is Cognito's own unless something is said", () => {
    assert.deepEqual(brandingInputs(undefined), { useCognitoProvidedValues: true });
  });

  it("F53: has images, each for its place", () => {
    const branding = {
      logo: file("logo.svg"),
      favicon: file("tab.ico"),
      background: file("page.jpg"),
    };
    const { assets, settings } = brandingInputs(branding) as { assets: unknown; settings: string };
    const colorMode = "LIGHT";
    assert.deepEqual(assets, [
      { category: "FORM_LOGO", colorMode, extension: "SVG", bytes: base64("logo.svg") },
      { category: "FAVICON_ICO", colorMode, extension: "ICO", bytes: base64("tab.ico") },
      { category: "PAGE_BACKGROUND", colorMode, extension: "JPEG", bytes: base64("page.jpg") },
    ]);
    assert.deepEqual(JSON.parse(settings), {
      categories: { global: { colorSchemeMode: "LIGHT" } },
      components: {
        form: { logo: { enabled: true, location: "CENTER", position: "TOP", formInclusion: "IN" } },
        pageBackground: { image: { enabled: true } },
      },
    });
  });

  it("F53: has colours, with texts on buttons that can be read", () => {
    const button = { backgroundColor: "0b5cadff", textColor: "ffffffff" };
    const colors = {
      primary: "#0B5CAD",
      page: "#eef2f6",
      form: "#ffffff",
      text: "#1a1a1a",
    } as const;
    assert.deepEqual(settingsOf({ colors }), {
      categories: { global: { colorSchemeMode: "LIGHT" } },
      componentClasses: {
        link: {
          lightMode: { defaults: { textColor: "0b5cadff" }, hover: { textColor: "0b5cadff" } },
        },
        focusState: { lightMode: { borderColor: "0b5cadff" } },
        optionControls: {
          lightMode: { selected: { backgroundColor: "0b5cadff", foregroundColor: "ffffffff" } },
        },
        inputLabel: { lightMode: { textColor: "1a1a1aff" } },
      },
      components: {
        primaryButton: { lightMode: { defaults: button, hover: button, active: button } },
        pageBackground: { image: { enabled: false }, lightMode: { color: "eef2f6ff" } },
        form: { lightMode: { backgroundColor: "ffffffff" } },
        pageText: {
          lightMode: {
            bodyColor: "1a1a1aff",
            descriptionColor: "1a1a1aff",
            headingColor: "1a1a1aff",
          },
        },
      },
    });
  });

  it("F53: takes Cognito's own settings over everything else, member by member", () => {
    const settings = {
      categories: { global: { spacingDensity: "COMPACT" } },
      components: { pageBackground: { image: { enabled: true } }, form: { borderRadius: 0 } },
    };
    assert.deepEqual(settingsOf({ colors: { page: "#ffffff" }, settings }), {
      categories: { global: { colorSchemeMode: "LIGHT", spacingDensity: "COMPACT" } },
      componentClasses: {},
      components: {
        pageBackground: { image: { enabled: true }, lightMode: { color: "ffffffff" } },
        form: { borderRadius: 0 },
      },
    });
  });

  it("F53: is the layer's at every client that has none of its own", async () => {
    const callbackUrls = ["https://a.b"];
    const recording = await layerWith({
      branding: { colors: { page: "#ffffff" } },
      clients: {
        web: { kind: "browser", callbackUrls },
        shop: { kind: "browser", callbackUrls, branding: { colors: { page: "#eeeeee" } } },
      },
    });
    const pageOf = (client: string) => {
      const style = inputs(recording, types.branding, `auth-${client}-branding`);
      return /"pageBackground":\{[^}]*\},"lightMode":\{"color":"(\w+)"/.exec(
        String(style["settings"]),
      )?.[1];
    };
    assert.deepEqual(["web", "shop"].map(pageOf), ["ffffffff", "eeeeeeff"]);
  });

  const refused: readonly [string, () => Branding, (name: string) => string][] = [
    [
      "an image that is not there",
      () => ({ logo: "no-such-logo.svg" }),
      () =>
        'branding.logo is "no-such-logo.svg": there is no such file. Paths start at the directory of Pulumi.yaml.',
    ],
    [
      "a file that is no image",
      () => ({ logo: file("text.txt") }),
      () =>
        `branding.logo is "${file("text.txt")}": it must be a file of the kind SVG, PNG, JPEG, WEBP.`,
    ],
    [
      "a photograph on the browser's tab",
      () => ({ favicon: file("page.jpg") }),
      () => `branding.favicon is "${file("page.jpg")}": it must be a file of the kind ICO, SVG.`,
    ],
    [
      "C297: more than Cognito takes",
      () => ({ background: file("large.png") }),
      () =>
        "branding has images of 2000001 bytes: Cognito takes 2000000 in all. Make them smaller.",
    ],
    [
      "a colour by its name",
      () => ({ colors: { primary: "#blue" } }),
      () =>
        'branding.colors.primary is "#blue": write # and six hexadecimal digits, for instance #0972d3.',
    ],
    [
      "links that cannot be read",
      () => ({ colors: { primary: "#ffd700" } }),
      () =>
        'branding.colors.primary is "#ffd700", which has a contrast of 1.4 on the form\'s #ffffff: people have to read it, so make it 4.5 or more.',
    ],
    [
      "texts that cannot be read",
      () => ({ colors: { form: "#202020", text: "#404040" } }),
      () =>
        'branding.colors.text is "#404040", which has a contrast of 1.6 on the form\'s #202020: people have to read it, so make it 4.5 or more.',
    ],
  ];
  for (const [title, branding, problem] of refused) {
    it(`F53: is refused with ${title}`, () => {
      assert.deepEqual([...brandingProblems("branding", branding())], [problem(directory)]);
    });
  }

  it("F53: is refused by an AuthLayer, at a client as well", async () => {
    const branding = { logo: "none.svg" };
    const callbackUrls = ["https://a.b"];
    await assert.rejects(
      layerWith({ clients: { web: { kind: "browser", callbackUrls, branding } } }),
      {
        message:
          'clients["web"].branding.logo is "none.svg": there is no such file. Paths start at the directory of Pulumi.yaml.',
      },
    );
  });
});
