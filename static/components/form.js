/** The form: what is asked for, and which of its buttons may be pressed. */

import { fromRequest, toRequest } from "../lib/form-request.js";
import { BASICS, GROUPS, OPTIONS, isChanged } from "../lib/options.js";
import { shortForm } from "../lib/validate-server.js";
import { idOf, inputField } from "./form-fields.js";
import { buildGroups } from "./form-groups.js";
import { bindMarks } from "./form-marks.js";
import { bindTools } from "./form-tools.js";

/** @typedef {import("../lib/options.js").Values} Values */

/** @param {HTMLElement} node @param {string} text said by a screen reader, so written only if it is news */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Values} values @returns {Record<string, string>} why a number is not asked for */
function reasons(values) {
  const ticked = (/** @type {string} */ name) =>
    values[name] === "true" ? `Not sent: “${OPTIONS.get(name)?.label}” is ticked below.` : "";
  const named = shortForm(String(values.server)).names;
  return {
    callingNumber: ticked("noCallingNumber"),
    calledNumber: named ? "Not used: the server above says whom to call." : ticked("noCalledNumber"),
  };
}

/** @param {Values} values @returns {string} for paper: what differs from the default */
function asked(values) {
  const changed = GROUPS.flatMap(({ options }) => options).filter((option) => isChanged(option, values));
  const text = (/** @type {import("../lib/options.js").Value} */ value) =>
    typeof value === "string" ? value : value.map((alias) => `${alias.type} ${alias.value}`).join(", ") || "none";
  return changed.map(({ name }) => `${name}: ${text(values[name])}`).join("; ");
}

/**
 * What is shown because of what is in other fields.
 * @param {(id: string) => HTMLElement} part
 * @returns {(values: Values) => void}
 */
function bindHints(part) {
  const rings = part("rings");
  const once = rings.textContent ?? "";
  return (values) => {
    for (const [name, option] of OPTIONS) {
      if (option.idle) /** @type {HTMLInputElement} */ (part(idOf(name))).disabled = option.idle(values);
    }
    for (const [name, reason] of Object.entries(reasons(values))) say(part(`${name}-why`), reason);
    const number = values.noCallingNumber === "true" ? "" : values.callingNumber;
    part("display").setAttribute("placeholder", number === "" ? "none" : `Call from ${number}`);
    say(rings, Number(values.holdSeconds) > 0 ? once.replace("as soon as it answers", "some time after it answers") : once);
    say(part("asked"), asked(values));
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {{ onCall: (request: import("../lib/api.js").CallRequest) => void, onCancel: () => void }} on
 * @returns {{
 *   setCalling: (calling: boolean) => void,
 *   showError: (field: string, text: string) => boolean,
 *   fillFrom: (request: Record<string, unknown>) => string[],
 * }}
 *   `showError` marks and focuses the field that the Worker calls so (`vendor.productId`,
 *   `calledAliases[1].value`), unfolds its group, and says whether there is one.
 *   `fillFrom` puts a request of docs/api.md into the form, with the defaults for what it leaves
 *   out, and places no call; it gives back the names of what it could not take.
 */
export function bindForm(form, on) {
  const part = (/** @type {string} */ id) => {
    const node = form.querySelector(`#${id}`);
    if (node === null) throw new Error(`The form lacks #${id}`);
    return /** @type {HTMLElement} */ (node);
  };
  const submit = /** @type {HTMLButtonElement} */ (part("submit"));
  const cancel = part("cancel");

  const groups = buildGroups(part("options"));
  const marks = bindMarks(form);
  const hint = bindHints(part);
  const fields = new Map([
    ...BASICS.map(({ name }) => /** @type {const} */ ([name, inputField(/** @type {HTMLInputElement} */ (part(name)))])),
    ...groups.fields,
  ]);

  const read = () => Object.fromEntries([...fields].map(([name, field]) => [name, field.read()]));

  const refresh = () => {
    const values = read();
    hint(values);
    const first = marks.show(values);
    groups.summarise(values);
    return first;
  };

  /** @param {Record<string, unknown>} values @returns {string[]} the names that it could not take */
  const fill = (values) => {
    marks.forget();
    for (const [name, option] of OPTIONS) fields.get(name)?.write(option.initial);
    const refused = Object.keys(values).filter((name) => !fields.get(name)?.write(values[name]));
    for (const name of refused) fields.get(name)?.write(OPTIONS.get(name)?.initial);
    refresh();
    groups.unfoldWrong();
    return refused;
  };

  const tools = bindTools(form, { read, fill });

  // Our own words appear under the field instead of the browser's in a bubble; the constraints in
  // the markup stay for the on-screen keyboard and for screen readers ("required").
  form.noValidate = true;

  form.addEventListener("input", (event) => {
    marks.touch(/** @type {HTMLInputElement} */ (event.target).name);
    refresh();
    tools.saveSoon();
  });
  form.addEventListener("change", tools.save);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // Enter in a field submits even while the button is disabled for a running call.
    if (submit.disabled) return;
    tools.save();
    marks.touchAll();
    const wrong = refresh();
    if (wrong === undefined) on.onCall(toRequest(read()));
    else marks.lead(wrong);
  });

  cancel.addEventListener("click", on.onCancel);
  document.addEventListener("keydown", (event) => {
    // In a list that hangs open, Escape closes it.
    const closes = event.target instanceof HTMLSelectElement;
    if (event.key === "Escape" && !cancel.hidden && !closes && !event.defaultPrevented && !event.isComposing) on.onCancel();
  });

  tools.load();
  submit.disabled = false;

  return {
    setCalling(calling) {
      const hadFocus = document.activeElement === cancel;
      submit.disabled = calling;
      submit.textContent = calling ? "Calling..." : "Initiate Call";
      cancel.hidden = !calling;
      // Hiding the focused button would drop a keyboard user at the top of the page.
      if (!calling && hadFocus) submit.focus();
    },
    showError(field, text) {
      const name = marks.refuse(field, text);
      if (name === undefined) return false;
      refresh();
      marks.lead(name);
      return true;
    },
    fillFrom(request) {
      const { values, ignored } = fromRequest(request);
      const refused = fill(values);
      tools.save();
      return [...ignored, ...refused];
    },
  };
}
