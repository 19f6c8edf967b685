/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard: the browser may forbid it, and needs TLS
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
