/** What is measured of a page: whether texts overlap, whether rows meet, whether words break. */

import { readdir } from "node:fs/promises";

/** Components that have a style sheet. */
const COMPONENTS = (await readdir(new URL("../../static/styles/", import.meta.url)))
  .filter((name) => name.endsWith(".css"))
  .map((name) => name.slice(0, -".css".length));

/** Pixels that rounding may make of none. */
const ROUNDING = 1;

/**
 * Loads every sheet, also those that come when something is first shown: what one does to another's
 * component is then seen.
 * @param {import("playwright-core").Page} page
 */
export async function loadSheets(page) {
  await page.evaluate(async (all) => {
    const { styles } = await import("/base/styles.js");
    const present = new Set([...document.styleSheets].map(({ href }) => new URL(href).pathname));
    await styles(...all.filter((name) => !present.has(`/styles/${name}.css`)));
  }, COMPONENTS);
}

/**
 * Goes over the page to the middle of each of the controls in turn, as a hand does, and presses the last.
 * @param {import("playwright-core").Page} page
 * @param {string[]} selectors
 */
export async function strollAndPress(page, selectors) {
  for (const selector of selectors) {
    const { x, y, width, height } = await page.locator(selector).boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 20 });
  }
  await page.mouse.down();
  await page.mouse.up();
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} rows
 * @returns {Promise<string[]>} each two texts of one row that lie over each other
 */
export function overlaps(page, rows) {
  return page.locator(rows).evaluateAll((all, most) => {
    /** What is seen of a box: no more than those around it that clip let through. */
    const seen = (box, node) => {
      let { left, right, top, bottom } = box;
      for (let around = node; around && around !== document.body; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        const clip = around.getBoundingClientRect();
        [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
        [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
      }
      return { left, right, top, bottom };
    };
    const boxesOf = (row) => {
      const boxes = [];
      const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const owner = node.parentElement;
        if (node.data.trim() === "" || owner.closest(".visually-hidden") || !owner.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const rect of range.getClientRects()) {
          const box = seen(rect, owner);
          if (box.right - box.left > most && box.bottom - box.top > most)
            boxes.push({ ...box, node, text: node.data.slice(0, 30) });
        }
      }
      return boxes;
    };
    return all.flatMap((row) => {
      const boxes = boxesOf(row);
      return boxes.flatMap((a, at) =>
        boxes
          .slice(at + 1)
          .filter((b) => b.node !== a.node)
          .filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > most)
          // Lines of text are taller than their letters: two that touch are set apart.
          .filter((b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 * most)
          .map((b) => `“${a.text}” over “${b.text}”`),
      );
    });
  }, ROUNDING);
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} rows in the order in which they stand
 * @returns {Promise<string[]>} each two neighbours with room between them, or one over the other
 */
export function gaps(page, rows) {
  return page.locator(rows).evaluateAll((all, most) => {
    const boxes = all.map((row) => row.getBoundingClientRect());
    return boxes.slice(1).flatMap((box, at) => {
      const gap = box.top - boxes[at].bottom;
      return Math.abs(gap) > most ? [`${gap.toFixed(1)} px behind row ${at}: ${all[at].textContent.slice(0, 40)}`] : [];
    });
  }, ROUNDING);
}

/**
 * What is longer than any word, and numbers in hexadecimal, have to break somewhere.
 * @param {import("playwright-core").Page} page
 * @param {string} root
 * @returns {Promise<string[]>} the words in it that stand on more than one line
 */
export function brokenWords(page, root) {
  return page.locator(root).evaluateAll((roots) => {
    const broken = [];
    for (const one of roots) {
      const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (node.parentElement.closest(".visually-hidden") || !node.parentElement.checkVisibility()) continue;
        for (const { 0: word, index } of node.data.matchAll(/(?<!\S)\S{2,34}(?!\S)/g)) {
          // Behind a hyphen, a slash, a bracket a line may end.
          if (!/^[“‘(]?[\p{L}\p{N}_.:’]+[,.;:…)”]*$/u.test(word) || /^[0-9a-f]{9,}$/i.test(word)) continue;
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (tops.size > 1) broken.push(word);
        }
      }
    }
    return broken;
  });
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} cells
 * @returns {Promise<number[]>} where those that are seen begin, each place once
 */
export async function edges(page, cells) {
  const lefts = await page
    .locator(cells)
    .evaluateAll((all) =>
      all.filter((cell) => cell.checkVisibility()).map((cell) => Math.round(cell.getBoundingClientRect().left)),
    );
  return [...new Set(lefts)];
}
