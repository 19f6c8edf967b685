/** What tshark makes of a capture file, with nobody's preferences but its own. */

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Wireshark's expert severities: chats and notes may be, more may not. */
const NOTE = 0x00400000;

/** A separator that is in no field. */
const BETWEEN = "\u001f";

const FIELDS = {
  number: "frame.number",
  time: "frame.time_epoch",
  stream: "tcp.stream",
  source: "ip.src",
  source6: "ipv6.src",
  target: "ip.dst",
  port: "tcp.dstport",
  push: "tcp.flags.push",
  info: "_ws.col.Info",
  q931: "q931.message_type",
  body: "h225.h323_message_body",
  h245: "h245.pdu_type",
  comments: "frame.comment",
  malformed: "_ws.malformed",
  severities: "_ws.expert.severity",
  remarks: "_ws.expert.message",
};

/**
 * @param {Uint8Array} file
 * @param {string[]} [options] of tshark
 * @returns {Promise<Record<keyof typeof FIELDS, string>[]>} the packets
 */
export async function dissect(file, options = []) {
  const folder = await mkdtemp(join(tmpdir(), "h323-tshark-"));
  try {
    const path = join(folder, "call.pcapng");
    await writeFile(path, file);
    const checks = ["ip.check_checksum:TRUE", "tcp.check_checksum:TRUE"].flatMap((check) => ["-o", check]);
    const fields = Object.values(FIELDS).flatMap((name) => ["-e", name]);
    const form = ["-T", "fields", "-E", `separator=${BETWEEN}`, "-E", "aggregator=|"];
    const env = { ...process.env, WIRESHARK_CONFIG_DIR: folder, HOME: folder };
    const { stdout } = await promisify(execFile)(
      "tshark",
      ["-n", "-r", path, ...checks, ...options, ...form, ...fields],
      { env, maxBuffer: 1e8 },
    );
    return stdout
      .split("\n")
      .filter((row) => row !== "")
      .map(packet);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {string} row */
function packet(row) {
  const values = row.split(BETWEEN);
  return /** @type {any} */ (Object.fromEntries(Object.keys(FIELDS).map((name, at) => [name, values[at]])));
}

/**
 * @param {Awaited<ReturnType<typeof dissect>>} packets
 * @returns {string[]} what tshark has to say against them
 */
export function complaints(packets) {
  return packets.flatMap(({ number, malformed, severities, remarks }) => {
    const worst = Math.max(0, ...severities.split("|").map(Number));
    return malformed !== "" || worst > NOTE ? [`packet ${number}: ${malformed} ${remarks}`] : [];
  });
}
