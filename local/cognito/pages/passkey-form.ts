import { type Html, html } from "./html.ts";

/**
 * Lets the browser make or use a passkey. The form it fills in is hidden until it runs: without script nothing promises
 * what cannot be kept. Its one change to the page besides is the alert for a passkey that was not used.
 */
export const PASSKEY_SCRIPT = `
const form = document.getElementById("passkey");
const failed = document.getElementById("passkey-failed");
if (form && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const options = JSON.parse(form.dataset.options);
      const credential = form.dataset.kind === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
`;

/** The form that {@link PASSKEY_SCRIPT} shows and fills in. */
export function passkeyForm(args: {
  readonly action: string;
  readonly csrf: string;
  readonly kind: "create" | "get";
  readonly options: object;
  readonly button: string;
}): Html {
  const { action, csrf, kind, options, button } = args;
  const json = JSON.stringify(options);
  return html`<form
      id="passkey"
      method="post"
      action="${action}"
      data-kind="${kind}"
      data-options="${json}"
      hidden
    >
      <input type="hidden" name="_csrf" value="${csrf}" />
      <input type="hidden" name="credential" />
      <button type="submit" class="plain">${button}</button>
    </form>
    <div id="passkey-failed" class="message" role="alert" hidden>No passkey was used.</div>`;
}
