/** The result of a call: what stands first in it, and what its verdict says in brief. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LABELS } from "./form-page.mjs";
import { brokenWords, overlaps } from "./geometry.mjs";
import { barriers, fill, openPage, overflow, screenshot } from "./page.mjs";
import { browser, calledByHand, peer, worker } from "./running.mjs";

const WIDTHS = [360, 1024, 1440, 2560];

/** Answers the page's call with this report. */
async function reported(report) {
  const opened = await openPage(browser, worker.url);
  await opened.page.route("**/api/h323/call", (route) => route.fulfill({ json: report }));
  await fill(opened.page, { [LABELS.server]: "gw.example.com" });
  await opened.page.locator("#submit").click();
  await opened.page.locator("#result h2").waitFor();
  return opened;
}

const chips = (page) => page.locator("#result .chip").allTextContents();

for (const width of WIDTHS) {
  for (const scheme of ["light", "dark"]) {
    test(`the ladder stands at once below the verdict, ${width} pixels, ${scheme}`, async () => {
      const opened = await calledByHand("2000", { width, scheme });
      const { page } = opened;
      const tops = await page
        .locator("#result .result > *")
        .evaluateAll((parts) => parts.map((part) => [part.className.split(" ")[0], part.getBoundingClientRect()]));
      assert.deepEqual(
        tops.slice(0, 2).map(([name]) => name),
        ["verdict", "ladder"],
      );
      for (const [at, [name, box]] of tops.entries()) {
        if (at > 0) assert.ok(box.top >= tops[at - 1][1].bottom, `${name} lies over what is before it`);
      }
      assert.ok(tops[1][1].top - tops[0][1].bottom <= 24, "nothing is between them");
      assert.equal(await overflow(page), 0);
      assert.deepEqual(await overlaps(page, ".verdict, .chips"), []);
      assert.deepEqual(await brokenWords(page, ".verdict"), []);
      assert.deepEqual(await barriers(page), []);
      await screenshot(page, `result-${scheme}-${width}`);
      await opened.close();
    });
  }
}

for (const width of WIDTHS) {
  test(`the form is one bar over a result of the whole width, ${width} pixels`, async () => {
    const opened = await calledByHand("2002", { width });
    const { page } = opened;
    assert.equal(await page.locator("#brief-words").textContent(), `127.0.0.1:${peer.port} · 1000 → 2002`);
    assert.equal(await page.locator("#call-form .fields").first().isVisible(), false);
    const box = (selector) => page.locator(selector).boundingBox();
    const [layout, form, result] = [await box(".layout"), await box("#call-form"), await box("#result")];
    assert.ok(Math.abs(result.width - layout.width) <= 1 && Math.abs(form.width - layout.width) <= 1);
    assert.ok(result.y >= form.y + form.height, "the result lies over the bar");
    assert.ok(form.height <= (width < 640 ? 170 : 80), `a bar of ${form.height} pixels`);
    assert.deepEqual(await overlaps(page, "#call-form"), []);
    assert.deepEqual(await barriers(page), []);
    await screenshot(page, `bar-${width}`);
    await opened.close();
  });
}

test("the bar on a dark ground, in forced colours and on paper has its words and its buttons", async () => {
  const opened = await calledByHand("2002", { scheme: "dark" });
  const { page } = opened;
  assert.deepEqual(await barriers(page), []);
  await page.emulateMedia({ forcedColors: "active" });
  assert.ok(await page.locator("#edit").isVisible());
  await page.emulateMedia({ forcedColors: "none", media: "print" });
  assert.ok(await page.locator("#brief-words").isVisible());
  assert.equal(await page.locator("#edit").isVisible(), false);
  await opened.close();
});

test("Edit brings the form back with what it had, and the result stays", async () => {
  const opened = await calledByHand("2002");
  const { page } = opened;
  await page.locator("#edit").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "server");
  assert.equal(await page.locator("#calledNumber").inputValue(), "2002");
  assert.equal(await page.locator("#submit").textContent(), "Initiate Call");
  assert.equal(await page.locator("#brief").isVisible(), false);
  assert.ok(await page.locator("#result h2").isVisible());
  await opened.close();
});

test("Call again places the same call, and the bar stays a bar while it runs", async () => {
  const opened = await calledByHand("2002");
  const { page } = opened;
  const asked = page.waitForRequest("**/api/h323/call");
  await page.getByRole("button", { name: "Call again" }).click();
  const { server, port, calledNumber } = (await asked).postDataJSON();
  assert.deepEqual({ server, port, calledNumber }, { server: "127.0.0.1", port: peer.port, calledNumber: "2002" });
  assert.equal(await page.locator("#call-form .fields").first().isVisible(), false);
  await page.locator("#result h2").waitFor();
  assert.equal(await page.locator("#submit").textContent(), "Call again");
  await opened.close();
});

test("a refused call leaves the form as it was", async () => {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  await fill(page, { [LABELS.server]: "127.0.0.1", Port: 25 });
  await page.locator("#submit").click();
  await page.locator("#result h2").waitFor();
  assert.ok(await page.locator("#port").isVisible());
  assert.equal(await page.locator("#submit").textContent(), "Initiate Call");
  await opened.close();
});

test("the verdict says in brief how H.245 went, and how many codecs are common", async () => {
  const opened = await calledByHand("2000");
  const said = await chips(opened.page);
  assert.equal(said[0], "H.245 inside the call signalling");
  const rows = opened.page.locator("#result .capabilities tbody tr");
  const common = await opened.page.locator("#result .facts > div", { hasText: "Codecs in common" }).textContent();
  const codecs = common.replace("Codecs in common", "").split(", ").length;
  assert.equal(said.at(-1), `${await rows.count()} capabilities, ${codecs} codecs in common`);
  await opened.close();
});

test("one is said of one, and a fault of H.245 is named", async () => {
  const opened = await reported({
    success: true,
    h245: { mode: "separate", error: "refused", capabilities: [{ codec: "g711Alaw64k" }], commonCodecs: ["g711a"] },
    warnings: [{ code: "x", text: "y" }],
    peer: { manufacturer: "Cisco", product: "TANDBERG", version: "257" },
  });
  assert.deepEqual(await chips(opened.page), [
    "H.245 on a connection of its own, with a fault",
    "1 warning",
    "TANDBERG · 257",
    "1 capability, 1 codec in common",
  ]);
  await opened.close();
});

test("a call without an answer has no empty chips", async () => {
  const opened = await reported({ success: false, error: "no", h245: { mode: "none" }, warnings: [] });
  assert.equal(await opened.page.locator("#result .chips").count(), 0);
  await opened.close();
});

test("markup and direction marks in a maker's name do nothing", async () => {
  const opened = await reported({
    success: false,
    peer: { manufacturer: "<img src=x onerror=alert(1)>\u202e" },
  });
  assert.deepEqual(await chips(opened.page), ["<img src=x onerror=alert(1)>\\u{202e}"]);
  assert.equal(await opened.page.locator("#result img").count(), 0);
  await opened.close();
});
