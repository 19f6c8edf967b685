/** The form: what is typed, what is wrong with it, and which of its two buttons may be pressed. */

import { rules, shortForm } from "../lib/validate.js";

/**
 * @param {HTMLFormElement} form
 * @param {{ onCall: (request: import("../lib/api.js").CallRequest) => void, onCancel: () => void }} on
 * @returns {{ setCalling: (calling: boolean) => void, showError: (field: string, text: string) => boolean }}
 *   `showError` marks and focuses a field of that name and says whether there is one
 */
export function bindForm(form, on) {
  const submit = /** @type {HTMLButtonElement} */ (form.querySelector("#submit"));
  const cancel = /** @type {HTMLButtonElement} */ (form.querySelector("#cancel"));
  const inputs = new Map(
    Object.keys(rules).map((name) => [name, /** @type {HTMLInputElement} */ (form.elements.namedItem(name))]),
  );

  /** @param {string} name @returns {string} the text a rule is given: surrounding blanks are a slip of pasting */
  const text = (name) => (inputs.get(name)?.value ?? "").trim();

  /** @param {string} name @param {string | null} message */
  const mark = (name, message) => {
    const input = inputs.get(name);
    const place = form.querySelector(`#${name}-error`);
    if (!input || !place) return;
    input.setAttribute("aria-invalid", String(message !== null));
    // Writing the same words again would make a screen reader say them at every key.
    if (place.textContent !== (message ?? "")) place.textContent = message ?? "";
  };

  // Our own words appear under the field instead of the browser's in a bubble; the constraints in
  // the markup stay for the on-screen keyboard and for screen readers ("required").
  form.noValidate = true;
  submit.disabled = false;

  for (const [name, input] of inputs) {
    input.addEventListener("input", () => mark(name, rules[name](text(name))));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // Enter in a field submits even while the button is disabled for a running call.
    if (submit.disabled) return;
    let firstWrong = null;
    for (const [name, input] of inputs) {
      const message = rules[name](text(name));
      mark(name, message);
      if (message !== null) firstWrong ??= input;
    }
    if (firstWrong) {
      firstWrong.focus();
      return;
    }
    const server = text("server");
    on.onCall({
      server,
      port: Number(text("port")),
      callingNumber: text("callingNumber"),
      // The short forms of a server say whom to call; a number beside them would be refused.
      ...(!shortForm(server).names && { calledNumber: text("calledNumber") }),
    });
  });

  cancel.addEventListener("click", on.onCancel);

  return {
    setCalling(calling) {
      const hadFocus = document.activeElement === cancel;
      submit.disabled = calling;
      submit.textContent = calling ? "Calling..." : "Initiate Call";
      cancel.hidden = !calling;
      // Hiding the focused button would drop a keyboard user at the top of the page.
      if (!calling && hadFocus) submit.focus();
    },
    showError(field, message) {
      const input = inputs.get(field);
      if (!input) return false;
      mark(field, message);
      input.focus();
      return true;
    },
  };
}
