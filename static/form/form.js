/** The form: it collects the request, and enables its buttons. */

import { styles } from "../base/styles.js";
import { BASICS, isPlainPort, namesPort, namesSomebody, OPTIONS } from "../rules/options.js";
import { fill as filled } from "../texts/fill.js";
import { FORM } from "../texts/form.js";
import { idOf, inputField } from "./field.js";
import { bindKeeping } from "./keep.js";
import { bindMarks } from "./marks.js";
import { toRegistration, toRequest } from "./request.js";

/** @typedef {import("../rules/options.js").Values} Values */

/** The path of the API for a registration without a call. */
const REGISTER = "/api/h323/register";

/** A call to the demo does not wait as long as one to a stranger: it is there, or it is meant to be silent. */
const SAMPLE = { server: "demo", port: 1720, callingNumber: "1000", firstAnswerSeconds: 5 };

/** @param {HTMLElement} node @param {string} text a screen reader says it, so it is written only if it changes */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Values} values @returns {Record<string, string>} why a field is not used */
function reasons(values) {
  const ticked = (/** @type {string} */ name) =>
    values[name] === "true" ? filled(FORM.ticked, { label: OPTIONS.get(name)?.label ?? name }) : "";
  return {
    port: namesPort(values) ? FORM.namesPort : isPlainPort(values) ? FORM.tlsPort : "",
    callingNumber: ticked("noCallingNumber"),
    calledNumber: namesSomebody(values) ? FORM.namesSomebody : ticked("noCalledNumber"),
  };
}

/**
 * Most calls need no options, so they come with the first look at them.
 * @param {HTMLElement} button opens the dialog
 * @param {HTMLDialogElement} dialog
 * @param {(module: typeof import("./groups.js")) => void} build
 * @param {() => void} failed called when they could not be loaded
 * @returns {() => Promise<void>} brings them in, once
 */
function bindOptions(button, dialog, build, failed) {
  /** @type {Promise<void> | undefined} */
  let coming;
  const bring = () => {
    // With them comes what fills them in from a request (fillFrom).
    coming ??= Promise.all([import("./groups.js"), import("./request-values.js"), styles("options", "glossary")]).then(
      ([module]) => build(module),
      (error) => {
        // The next time asks again.
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  for (const type of ["pointerover", "focusin"]) button.addEventListener(type, () => void bring().catch(() => {}));
  button.addEventListener("click", () => void bring().then(() => dialog.showModal(), failed));
  // Outside the dialog there is only its backdrop.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return bring;
}

/**
 * Hints that depend on the values of other fields.
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
    const held =
      Number(values.holdSeconds) > 0 || Boolean(values["userInput.digits"]) || Boolean(values["requestMode.codec"]);
    say(rings, held ? FORM.held : once);
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {import("./types.js").Page} on
 * @returns {import("./types.js").Form}
 */
export function bindForm(form, on) {
  const part = (/** @type {string} */ id) => {
    const node = form.querySelector(`#${id}`);
    if (node === null) throw new Error(`The form lacks #${id}`);
    return /** @type {HTMLElement} */ (node);
  };
  const submit = /** @type {HTMLButtonElement} */ (part("submit"));
  const cancel = part("cancel");
  const dialog = /** @type {HTMLDialogElement} */ (part("options"));

  const marks = bindMarks(form);
  const hint = bindHints(part);
  /** @type {Map<string, import("./field.js").Field>} */
  const fields = new Map();
  for (const option of BASICS) {
    const input = /** @type {HTMLInputElement} */ (part(option.name));
    fields.set(option.name, inputField(input));
    option.label = input.labels?.[0]?.textContent ?? "";
  }
  /** @type {ReturnType<typeof import("./groups.js").buildGroups> | undefined} */
  let groups;

  /** The sample that was placed last, while the form is a bar. @type {import("../base/api.js").CallRequest | null} */
  let sample = null;

  /** The path of what was placed last, while the form is a bar; nothing for a call. @type {string | undefined} */
  let placed;

  const label = () => (!form.classList.contains("folded") ? FORM.call : placed ? FORM.registerAgain : FORM.again);

  /** @param {boolean} may whether something can be placed */
  const allow = (may) => {
    for (const one of form.querySelectorAll("#submit, #register, .options-register"))
      one.toggleAttribute("disabled", !may);
  };

  /** @param {boolean} folded @param {string} [path] */
  const setFolded = (folded, path) => {
    placed = path;
    form.classList.toggle("folded", folded);
    part("brief").hidden = !folded;
    refresh();
    on.onFold(folded);
  };

  const unfold = () => {
    sample = null;
    setFolded(false);
    if (!submit.disabled) submit.textContent = FORM.call;
  };

  /** Leads to a field, which must be in sight for that. @param {string} name */
  const lead = (name) => {
    unfold();
    marks.lead(name);
  };

  const read = () => Object.fromEntries([...fields].map(([name, field]) => [name, field.read()]));

  const refresh = () => {
    const values = read();
    hint(values);
    const first = marks.show(values);
    groups?.summarise(values);
    part("register").hidden = !values["gatekeeper.alias"] || placed !== undefined;
    return first;
  };

  /** @param {typeof import("./groups.js")} module */
  const build = ({ buildGroups }) => {
    const places = { changed: part("more-changed"), wrong: part("more-wrong"), paper: part("asked") };
    groups = buildGroups(dialog, places, () => place(REGISTER));
    for (const [name, field] of groups.fields) {
      fields.set(name, field);
      field.write(OPTIONS.get(name)?.initial);
    }
    allow(!submit.disabled);
    refresh();
  };

  const preset = /** @type {HTMLSelectElement} */ (part("preset"));
  /** What the preset that is chosen has set. @type {Record<string, string>} */
  let set = {};

  /** @param {Record<string, unknown>} values @param {(name: string) => boolean} [stays] @returns {string[]} the names that it could not take */
  const fill = (values, stays) => {
    marks.forget();
    set = {};
    preset.value = "";
    part("preset-why").textContent = "";
    for (const [name, option] of OPTIONS) if (!stays?.(name)) fields.get(name)?.write(option.initial);
    const refused = Object.keys(values).filter((name) => !fields.get(name)?.write(values[name]));
    for (const name of refused) fields.get(name)?.write(OPTIONS.get(name)?.initial);
    refresh();
    return refused;
  };

  const bringOptions = bindOptions(part("more"), dialog, build, () => {
    say(part("tools-note"), FORM.noOptions);
  });
  const kept = bindKeeping(form, { read, fill, bringOptions });

  preset.addEventListener("change", async () => {
    const chosen = preset.value;
    if (chosen === "firewall") {
      preset.value = "";
      on.onFirewall();
    }
    try {
      const [{ turnTo }] = await Promise.all([import("./presets.js"), bringOptions()]);
      if (preset.value !== chosen && chosen !== "firewall") return;
      set = turnTo(preset.value, set, fields, part("preset-why"));
      refresh();
      kept.save();
    } catch {
      preset.value = "";
      say(part("preset-why"), FORM.noPresets);
    }
  });

  // Our own words appear under the field instead of the browser's in a bubble; the constraints in
  // the markup stay for the on-screen keyboard and for screen readers ("required").
  form.noValidate = true;

  form.addEventListener("input", (event) => {
    marks.touch(/** @type {HTMLInputElement} */ (event.target).name);
    refresh();
    kept.saveSoon();
  });
  form.addEventListener("change", kept.save);

  /** The request of the form for that path; if it has a fault, that is shown. @param {string} [path] */
  const checked = (path) => {
    if (submit.disabled) return null;
    kept.save();
    marks.touchAll();
    const wrong = refresh();
    if (wrong === undefined) return path === undefined ? toRequest(read()) : toRegistration(toRequest(read()));
    lead(wrong);
    return null;
  };

  /** @param {string} [path] */
  const place = (path) => {
    const request = checked(path);
    if (request !== null) on.onCall(request, path);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // Enter in an option means that it is done; the call is placed with the button that names it.
    if (dialog.open) {
      dialog.close();
      return;
    }
    // Enter in a field submits even while the button is disabled for a running call.
    if (sample === null || !form.classList.contains("folded")) place(placed);
    else if (!submit.disabled) on.onCall(sample);
  });

  form.addEventListener("click", (event) => {
    const number = event.target instanceof HTMLElement ? event.target.dataset.sample : undefined;
    if (number === undefined || submit.disabled) return;
    sample = { ...SAMPLE, calledNumber: number };
    on.onCall(sample);
  });

  part("register").addEventListener("click", () => place(REGISTER));

  part("edit").addEventListener("click", () => {
    unfold();
    part("server").focus();
  });

  cancel.addEventListener("click", on.onCancel);
  document.addEventListener("keydown", (event) => {
    // Escape closes a list that hangs open, and the dialog.
    const closes = event.target instanceof HTMLSelectElement || dialog.open;
    if (event.key === "Escape" && !cancel.hidden && !closes && !event.defaultPrevented && !event.isComposing)
      on.onCancel();
  });

  const ready = kept.load().then(allow);

  return {
    request: checked,
    setCalling(calling, path) {
      const hadFocus = document.activeElement === cancel;
      allow(!calling);
      submit.textContent = calling ? (path ? FORM.registering : FORM.calling) : label();
      cancel.hidden = !calling;
      // Hiding the focused button would drop a keyboard user at the top of the page.
      if (!calling && hadFocus) submit.focus();
    },
    showError(field, text) {
      const name = marks.refuse(field, text);
      if (name === undefined) return false;
      refresh();
      lead(name);
      return true;
    },
    fold(call, request, path) {
      if (request !== sample) sample = null;
      part("brief-words").textContent = sample ? filled(FORM.sample, { call }) : call;
      part("edit").textContent = sample ? FORM.back : FORM.edit;
      const link = /** @type {HTMLAnchorElement} */ (part("brief-link"));
      link.hidden = sample === null;
      link.href = `/?server=demo&calledNumber=${request.calledNumber}&firstAnswerSeconds=${request.firstAnswerSeconds}`;
      setFolded(true, path);
      submit.textContent = label();
    },
    takeSample(request) {
      if (sample !== null) sample = request;
      return sample !== null;
    },
    async pause(seconds, path) {
      allow(false);
      await import("./pause.js").then(({ countDown }) => countDown(submit, seconds, path), reportError);
      submit.textContent = label();
      allow(true);
    },
    async leadTo(name) {
      await bringOptions();
      lead(name);
    },
    async fillFrom(request) {
      await ready;
      const [{ fromRequest }, { labelOf }] = await Promise.all([
        import("./request-values.js"),
        import("./labels.js"),
        bringOptions(),
      ]);
      const { values, ignored, stays } = fromRequest(request);
      const refused = fill(values, stays);
      unfold();
      kept.save();
      return [...ignored, ...refused].map(labelOf);
    },
  };
}
