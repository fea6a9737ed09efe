import { type Html, html } from "./html.ts";

/** An input and its label. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "email" | "tel" | "password" | "date" | "url";
  readonly autocomplete: string;
  readonly value?: string;
  /** Text of a hint's id that describes the input. */
  readonly describedBy?: string;
  readonly isNumeric?: boolean;
}

/** One visible copy of an input, found by its label, name, type or autocomplete (4.7). */
export function field({ name, label, type, autocomplete, value = "", ...rest }: Field): Html {
  // A password is never sent back to the page.
  const shown = type === "password" ? "" : value;
  const described =
    rest.describedBy === undefined ? null : html` aria-describedby="${rest.describedBy}"`;
  const numeric = rest.isNumeric ? html` inputmode="numeric"` : null;
  const plain = type === "text" ? html` autocapitalize="none" spellcheck="false"` : null;
  return html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      value="${shown}"
      required${numeric}${plain}${described}
    />`;
}

/** The field for a code that was sent. */
export function codeField(label = "Verification Code"): Html {
  return field({
    name: "code",
    label,
    type: "text",
    autocomplete: "one-time-code",
    isNumeric: true,
  });
}

/** A new password, its rules in words, and the password again. */
export function newPasswordFields(hints: readonly string[], isRepeated: boolean): Html {
  const common = { type: "password", autocomplete: "new-password" } as const;
  return html`${field({ ...common, name: "password", label: isRepeated ? "New password" : "Password", describedBy: "password-hints" })}
    <ul id="password-hints">
      ${hints.map((hint) => html`<li>${hint}</li>`)}
    </ul>
    ${isRepeated ? field({ ...common, name: "confirmPassword", label: "Enter new password again" }) : null}`;
}

/** A form that posts to its own address and carries the query of the flow (C89, C91). */
export function form(args: {
  readonly action: string;
  readonly csrf: string;
  readonly fields: Html;
  readonly button: string;
  readonly isPlain?: boolean;
  /** Buttons for other ways, below the main one. */
  readonly more?: readonly Html[];
}): Html {
  const { action, csrf, fields, button } = args;
  return html`<form method="post" action="${action}">
    <input type="hidden" name="_csrf" value="${csrf}" />
    ${fields}
    <button type="submit" class="${args.isPlain ? "plain" : "main"}">${button}</button>
    ${args.more ?? null}
  </form>`;
}

/** A refusal. It has the focus: not every screen reader reads out an alert that was there when the page loaded. */
export function alert(text: string | undefined): Html | null {
  return text === undefined
    ? null
    : html`<div class="message" tabindex="-1" autofocus role="alert">${text}</div>`;
}

/** Good news. */
export function notice(text: string | undefined): Html | null {
  return text === undefined ? null : html`<div class="message" role="status">${text}</div>`;
}
