/** A call placed on the page: real Worker, real endpoint, real browser. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { duration } from "../../static/base/format.js";
import { launchBrowser, startPeer, startWorker } from "../support/index.mjs";
import { fill, openPage, placeCall, screenshot } from "./page.mjs";

/** Q.931 message type (4.4, table 4-2). */
const RELEASE_COMPLETE = 0x5a;

let worker;
let browser;

before(async () => {
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
});

/** Runs `body` with a peer of that scenario, started with those further arguments, and a fresh page. */
async function withPeer(scenario, body, args = []) {
  const peer = await startPeer({ scenario, args });
  try {
    const opened = await openPage(browser, worker.url);
    await body(opened.page, peer);
    await opened.close();
  } finally {
    await peer.stop();
  }
}

/** A port of this machine on which nothing listens. */
async function closedPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

test("an answered call shows its four messages, its end and its octets", async () => {
  await withPeer("answer", async (page, peer) => {
    const heading = await placeCall(page, peer);
    const result = page.locator("#result");

    assert.equal(
      await heading.textContent(),
      "The endpoint answered, and the call was released. ✓ Call Setup Successful",
    );
    assert.ok(await heading.evaluate((node) => node === document.activeElement), "the heading has the focus");
    assert.deepEqual(await result.locator(".messages li span:not([aria-hidden])").allTextContents(), [
      "Sent SETUP message",
      "Received CALL PROCEEDING",
      "Received ALERTING (ringing)",
      "Received CONNECT (call answered)",
    ]);
    assert.match(
      await result.locator(".note").textContent(),
      /the call has been released\. H\.245 ran inside the call signalling: the endpoint announced 10 capabilities/,
    );
    assert.match(await result.locator(".timing").textContent(), /TCP connected.*Connect.*Released/s);
    assert.match(await result.textContent(), /16 – normal call clearing/i);
    assert.match(
      await result.locator(".origin").textContent(),
      /^20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:.]+ UTC by h323-edge-tester [0-9.]+$/,
    );

    const button = page.locator("#submit");
    assert.equal(await button.textContent(), "Call again");
    assert.ok(await button.isEnabled());

    const current = page.locator('#steps [aria-current="step"]');
    assert.equal(await current.count(), 1);
    assert.match(await current.textContent(), /^Master\/Slave:/);
    assert.equal(await result.locator(".capabilities tbody tr").count(), 10);
    assert.match(await page.locator("#steps .reached").last().textContent(), /^Release Complete:/);
    await screenshot(page, "answered");
  });
});

test("the head tells the time that the report does", async () => {
  await withPeer("answer", async (page, peer) => {
    // Taken on its way: of an answer that the page read as a stream the browser need not keep the body.
    let body = "";
    await page.route("**/api/h323/call", async (route) => {
      const response = await route.fetch();
      body = await response.text();
      await route.fulfill({ response, body });
    });
    await placeCall(page, peer);
    const lines = body.split("\n").filter((line) => line !== "");
    const { timing } = JSON.parse(lines.at(-1)).data;
    assert.ok((await page.locator(".placed").textContent()).endsWith(` · ${duration(timing.released)}`));
  });
});

test("advice on H.323 inspection leads to the document that spells it out", async () => {
  await withPeer("close-at-once", async (page, peer) => {
    await placeCall(page, peer);
    const link = page.locator("#result .advice a");
    const [tab] = await Promise.all([page.waitForEvent("popup"), link.click()]);
    await tab.waitForLoadState();
    assert.match(await tab.locator("body").textContent(), /Switching H\.323 inspection off.*FortiGate/s);
    await tab.close();
  });
});

test("a row of the ladder unfolds to the fields and the octets of its message", async () => {
  await withPeer("answer", async (page, peer) => {
    await placeCall(page, peer);
    const setup = page.locator(".ladder .row").first();
    const button = setup.locator("button.row-line");
    assert.match(await button.textContent(), /sent.*setup/is);
    assert.equal(await setup.locator(".detail").count(), 0, "nothing is built before it is asked for");

    await button.click();
    await setup.locator(".octet-row").first().waitFor();
    assert.ok((await setup.locator(".tree").textContent()).includes("h323-uu-pdu"));
    // TPKT version 3, reserved 0 (RFC 1006); Q.931 discriminator 8, call reference of two octets.
    assert.match(await setup.locator(".octet-row").first().textContent(), /^000003 00 [0-9a-f]{2} [0-9a-f]{2} 08 02 /);

    await button.click();
    assert.ok(await setup.locator(".detail").isHidden());
    await button.click();
    assert.equal(await setup.locator(".detail .tree").count(), 1, "unfolding again adds nothing");
    await screenshot(page, "ladder-open");
  });
});

test("a busy endpoint is a failed call with its cause", async () => {
  await withPeer("busy", async (page, peer) => {
    const heading = await placeCall(page, peer);
    const result = page.locator("#result");

    assert.equal(await heading.textContent(), "The endpoint is busy. ✗ Call Failed");
    assert.equal(await result.locator(".error").textContent(), "Call rejected");
    assert.match(await result.textContent(), /17 – user busy/i);
    assert.equal(await result.locator(".note").count(), 0);
    assert.doesNotMatch(await page.locator('#steps [aria-current="step"]').textContent(), /^(Alerting|Connect):/);
    await screenshot(page, "busy");
  });
});

test("markup that an endpoint gives as its display is shown, not obeyed", async () => {
  const display = '<img src=x onerror="alert(1)">';
  await withPeer(
    "answer",
    async (page, peer) => {
      await placeCall(page, peer);
      const result = page.locator("#result");
      assert.ok((await result.locator(".facts").allTextContents()).some((text) => text.includes(`Display${display}`)));
      assert.ok((await result.locator(".ladder").textContent()).includes(display));
      assert.equal(await result.locator("img").count(), 0);
    },
    ["--display", display],
  );
});

test("where nothing listens the page says that TCP did not connect and what to try", async () => {
  const opened = await openPage(browser, worker.url);
  const heading = await placeCall(opened.page, { port: await closedPort() });
  const result = opened.page.locator("#result");

  assert.match(await heading.textContent(), /^The TCP connection .* ✗ Call Failed$/);
  assert.equal(await result.locator(".tag").first().textContent(), "tcp");
  assert.ok((await result.locator(".advice li").count()) > 0);
  assert.equal(await opened.page.locator("#steps .reached").count(), 0);
  await screenshot(opened.page, "unreachable");
  await opened.close();
});

test("a target the Worker will not dial is refused in its words", async () => {
  const opened = await openPage(browser, worker.url);
  const heading = opened.page.locator("#result h2");
  // Port 25 is closed to every Worker.
  await placeCall(opened.page, { port: 25 });
  assert.equal(await heading.textContent(), "No call was placed");
  assert.match(await opened.page.locator("#result .error").textContent(), /^Port 25 cannot be called/);
  await opened.close();
});

test("while a call runs the button says so, and who hangs up gets the report", async () => {
  await withPeer("silent", async (page, peer) => {
    await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: peer.port });
    const button = page.locator("#submit");
    await button.click();
    assert.equal(await button.textContent(), "Calling...");
    assert.ok(await button.isDisabled());
    assert.ok(await page.locator("#elapsed").isVisible());
    assert.match(await page.getByRole("status").textContent(), /^Calling 127\.0\.0\.1 port/);
    await screenshot(page, "calling");

    await page.locator("#live .arrow-label", { hasText: "SETUP" }).waitFor();
    await page.getByRole("button", { name: "Hang up and report" }).click();
    await page.locator("#submit:enabled").waitFor();
    assert.equal(await button.textContent(), "Call again");
    assert.equal(
      await page.locator("#result h2").first().textContent(),
      "The call was cancelled before it was answered.",
    );
    assert.deepEqual(await page.locator("#result .arrow-label").allTextContents(), ["SETUP", "RELEASE COMPLETE"]);
    assert.equal(await page.locator("#status").textContent(), "");
    assert.ok(await page.locator("#progress").isHidden());
  });
});

test("a call whose report cannot be had is hung up all the same, and what was seen stays", async () => {
  await withPeer("silent", async (page, peer) => {
    await page.route("**/api/h323/hangup", (route) => route.abort());
    await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: peer.port });
    const button = page.locator("#submit");
    await button.click();
    await page.locator("#live .arrow-label", { hasText: "SETUP" }).waitFor();
    await page.getByRole("button", { name: "Hang up and report" }).click();
    await page.locator("#submit:enabled").waitFor();
    assert.equal(await button.textContent(), "Initiate Call");
    assert.match(await page.getByRole("status").textContent(), /^Cancelled after/);
    assert.ok(await page.locator("#result").isHidden());
    assert.ok(await button.evaluate((node) => node === document.activeElement), "the focus is not lost");
  });
});

test("who hangs up twice does not wait for the report", async () => {
  await withPeer("silent", async (page, peer) => {
    await page.route("**/api/h323/hangup", () => {});
    await fill(page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: peer.port });
    await page.locator("#submit").click();
    await page.locator("#live .arrow-label", { hasText: "SETUP" }).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("status").textContent(), "Hanging up. The report follows.");
    await page.keyboard.press("Escape");
    await page.locator("#submit:enabled").waitFor();
    assert.match(await page.getByRole("status").textContent(), /^Cancelled after/);
  });
});

test("hanging up makes the Worker release the call at the endpoint", async () => {
  const released = Promise.withResolvers();
  const endpoint = createServer((socket) => {
    let octets = Buffer.alloc(0);
    socket.on("error", released.reject);
    socket.on("close", () => released.reject(new Error("closed without Release Complete")));
    socket.on("data", (chunk) => {
      octets = Buffer.concat([octets, chunk]);
      // TPKT by TPKT (RFC 1006); the message type stands behind a call reference of two octets.
      while (octets.length >= 4 && octets.length >= octets.readUInt16BE(2)) {
        const length = octets.readUInt16BE(2);
        if (octets[8] === RELEASE_COMPLETE) released.resolve(octets.toString("hex", 9, 13));
        octets = octets.subarray(length);
      }
    });
  }).listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  const connected = once(endpoint, "connection");

  const opened = await openPage(browser, worker.url);
  await fill(opened.page, { "H.323 Gateway/Gatekeeper": "127.0.0.1", Port: endpoint.address().port });
  await opened.page.locator("#submit").click();
  const [socket] = await connected;
  await opened.page.getByRole("button", { name: "Hang up and report" }).click();
  // Cause element of 2 octets, location "user", "normal call clearing" (Q.850): a call that nobody
  // cancelled would also be released in the end, but for want of an answer (102).
  assert.equal(await released.promise, "08028090");

  socket.destroy();
  endpoint.close();
  await opened.close();
});

test("a second call replaces the result of the first", async () => {
  const busy = await startPeer({ scenario: "busy" });
  try {
    await withPeer("answer", async (page, answer) => {
      await placeCall(page, answer);
      await fill(page, { Port: busy.port });
      await page.locator("#submit").click();
      await page.locator("#result .failure h2").waitFor();
      assert.equal(await page.locator("#result h2").count(), 1);
      assert.equal(await page.locator('#steps [aria-current="step"]').count(), 1);
    });
  } finally {
    await busy.stop();
  }
});
