/** A long capture is decoded on this machine: nothing of it is sent. */

import assert from "node:assert/strict";
import { rm, writeFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser, startWorker } from "../support/index.mjs";
import { openPage, openView } from "./page.mjs";

const RELEASE = Buffer.from("0300000d080280015a08028091", "hex");
const MEDIA = Buffer.alloc(1200, 0x80);

/** A packet of pcap with a link of raw IPv4: a UDP datagram, or a TCP segment with this number. */
function packet({ from, to, octets, sequence }) {
  const transport = Buffer.alloc(sequence === undefined ? 8 : 20);
  transport.writeUInt16BE(from, 0);
  transport.writeUInt16BE(to, 2);
  if (sequence === undefined) transport.writeUInt16BE(8 + octets.length, 4);
  else {
    transport.writeUInt32BE(sequence, 4);
    transport.writeUInt16BE(0x5018, 12);
  }
  const length = 20 + transport.length + octets.length;
  const ip = Buffer.from("45000000000000004011000000000000c0000201c0000202".slice(0, 40), "hex");
  ip.writeUInt16BE(length, 2);
  ip[9] = sequence === undefined ? 17 : 6;
  ip.set([192, 0, 2, 1, 192, 0, 2, 2], 12);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1_700_000_000, 0);
  header.writeUInt32LE(length, 8);
  header.writeUInt32LE(length, 12);
  return Buffer.concat([header, ip, transport, octets]);
}

let worker;
let browser;
let folder;
let long;

before(async () => {
  const header = Buffer.from("d4c3b2a1020004000000000000000000ffff000065000000", "hex");
  const media = packet({ from: 5004, to: 5006, octets: MEDIA });
  const message = packet({ from: 40000, to: 1720, octets: RELEASE, sequence: 1 });
  const count = Math.ceil((50 << 20) / media.length);
  folder = await mkdtemp(join(tmpdir(), "long-"));
  long = join(folder, "customer.pcap");
  await writeFile(long, Buffer.concat([header, ...Array(count).fill(media), message]));
  [worker, browser] = await Promise.all([startWorker(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await worker?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The page with its decoder unfolded, and what it posts. */
async function decoder() {
  const opened = await openPage(browser, worker.url);
  const { page } = opened;
  const posted = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") posted.push(request.url());
  });
  await openView(page, "decode");
  await page.getByLabel("Hex digits or a hex dump").waitFor();
  return { ...opened, posted };
}

const said = (page, words) => page.locator("#tool-decode [role=status]").filter({ hasText: words }).waitFor();

test("a capture of 50 MiB is decoded, and nothing is sent", async () => {
  const { page, posted, close } = await decoder();
  await page.getByLabel("Or a file").setInputFiles(long);
  await said(page, "One message, read as a pcap file.");
  assert.match(await page.locator(".decode-answer").textContent(), /RELEASE COMPLETE/);
  assert.equal(await page.getByLabel("Or a file").evaluate((field) => field.files[0].name), "customer.pcap");
  assert.equal(await page.locator(".decode-work").isVisible(), false);
  assert.deepEqual(posted, []);
  await close();
});

test("the work can be cancelled", async () => {
  const { page, posted, close } = await decoder();
  // The decoder waits for its code, so that there is something to cancel.
  await page.context().route("**/wasm/*.wasm", () => {});
  await page.getByLabel("Or a file").setInputFiles(long);
  await said(page, "customer.pcap is read on this machine…");
  await page.locator("#tool-decode").getByRole("button", { name: "Cancel" }).click();
  await said(page, "Cancelled.");
  assert.equal(await page.locator(".decode-work").isVisible(), false);
  assert.deepEqual(posted, []);
  await close();
});

test("what is no capture is refused with its limit", async () => {
  const { page, posted, close } = await decoder();
  const buffer = Buffer.alloc(5 << 20, 7);
  await page.getByLabel("Or a file").setInputFiles({ name: "other.bin", mimeType: "", buffer });
  await page.locator("#tool-decode [role=alert]").filter({ hasText: "has more than 4 MiB" }).waitFor();
  assert.deepEqual(posted, []);
  await close();
});

test("without the decoder a file is sent only if its owner says so", async () => {
  const { page, posted, close } = await decoder();
  await page.context().route("**/wasm/*", (route) => route.abort());
  await page.getByLabel("Or a file").setInputFiles({ name: "short.bin", mimeType: "", buffer: RELEASE });
  await page.locator("#tool-decode [role=alert]").filter({ hasText: "Nothing was sent." }).waitFor();
  assert.deepEqual(posted, []);
  await page.getByRole("button", { name: "Send the file to the tester’s server" }).click();
  await said(page, "One message, read as octets.");
  assert.equal(posted.length, 1);
  await close();
});
