/** Adds rows a few at a time, and keeps the end in view if the reader is there. */

/** So many rows in one frame keep it short, whatever an endpoint sends. */
const A_FRAME = 60;

/** From so many on, those out of view are not laid out. */
const LONG = 100;

/**
 * @param {HTMLElement} ladder
 * @param {HTMLElement} body of it: scrolls, while the call runs
 * @param {HTMLElement} rows
 * @returns {{ add: (make: () => HTMLElement[]) => void, flush: () => void, end: () => void,
 *   drain: (turn: () => Promise<void>) => Promise<void> }}
 *   `end` adds the waiting rows and stops following; `drain` does so in turns, between which the page has one
 */
export function createScroller(ladder, body, rows) {
  /** @type {Array<() => HTMLElement[]>} */
  let waiting = [];
  /** Of those waiting. */
  let done = 0;
  let frame = 0;
  let following = true;
  let top = 0;

  const follow = () => {
    if (following) body.scrollTop = body.scrollHeight;
  };

  // Upwards only the reader scrolls: rows that are added move nothing, and `follow` goes down.
  body.addEventListener("scroll", () => {
    if (body.scrollTop < top - 1) following = false;
    if (body.scrollTop + body.clientHeight >= body.scrollHeight - 2) following = true;
    top = body.scrollTop;
  });
  // A reader who opens a row wants to read it; the next rows must not push it away.
  rows.addEventListener("click", () => {
    following = false;
  });

  // Not where rows are added: to ask for a height there would have all of them laid out at once.
  const resized = new ResizeObserver(follow);
  resized.observe(rows);

  /** @param {number} most rows; those of one message come together */
  const take = (most) => {
    /** @type {HTMLElement[]} */
    const made = [];
    while (waiting.length > done && made.length < most) made.push(...waiting[done++]());
    if (done === waiting.length) [waiting, done] = [[], 0];
    rows.append(...made);
    ladder.classList.toggle("long", rows.childElementCount > LONG);
  };

  const next = () => {
    frame = 0;
    take(A_FRAME);
    if (waiting.length > 0) frame = requestAnimationFrame(next);
  };

  const unschedule = () => {
    if (frame !== 0) cancelAnimationFrame(frame);
    frame = 0;
  };

  const flush = () => {
    unschedule();
    take(Number.POSITIVE_INFINITY);
  };

  const leave = () => {
    resized.disconnect();
    following = false;
  };

  return {
    add(make) {
      waiting.push(make);
      if (frame === 0) frame = requestAnimationFrame(next);
    },
    flush,
    end() {
      flush();
      leave();
    },
    async drain(turn) {
      unschedule();
      leave();
      while (waiting.length > 0) {
        take(A_FRAME);
        if (waiting.length > 0) await turn();
      }
    },
  };
}
