/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard: a browser may not allow it, and without TLS
 *   there is none
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
