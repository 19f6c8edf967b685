/** Statistics of many measurements, and their form in print. */

/**
 * @param {number[]} values
 * @param {number} share such as 0.95
 * @returns {number} the value that this share of them does not exceed
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/**
 * @param {number[]} values
 * @returns {number}
 */
export function median(values) {
  return quantile(values, 0.5);
}

/**
 * @param {number} value
 * @returns {string} its three leading digits
 */
export function short(value) {
  return value.toLocaleString("en-US", { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
}

/**
 * @param {number} octets
 * @returns {string} them in MiB
 */
export function mebibytes(octets) {
  return `${short(octets / (1 << 20))} MiB`;
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @returns {string} a table in Markdown
 */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [head, head.map(() => "---"), ...rows].map(line).join("\n");
}
