/** Presses of a button whose work takes a while. */

/**
 * Does the work of a button, once at a time: a press while it works is none. The button is not switched
 * off meanwhile, which would take the focus from it.
 * @param {HTMLElement} button
 * @param {() => Promise<void>} work
 */
export function onPress(button, work) {
  let working = false;
  button.addEventListener("click", async () => {
    if (working) return;
    working = true;
    button.setAttribute("aria-disabled", "true");
    try {
      await work();
    } finally {
      working = false;
      button.removeAttribute("aria-disabled");
    }
  });
}
