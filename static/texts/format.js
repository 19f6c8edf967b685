/** How values are written (base/format.js), and the button behind one that was cut (base/words.js). */

export const FORMAT = /** @type {const} */ ({
  cut: { one: "{start}… ({count} character)", other: "{start}… ({count} characters)" },
  ms: "{count} ms",
  seconds: "{count} s",
  utc: "{moment} UTC",
  placed: "{program} from {place}",
  from: "from {place}",
  all: "Show all of it",
});
