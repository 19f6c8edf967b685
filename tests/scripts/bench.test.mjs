/** What the benchmark makes of its measurements, and of the call that it plays again. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { scriptOf } from "../../scripts/bench/bare.mjs";
import { median, quantile, short, table } from "../../scripts/bench/figures.mjs";
import { deframer } from "../../scripts/lib/tpkt.mjs";

test("median and quantile are values that were measured", () => {
  const values = [5, 1, 4, 2, 3, 100];
  assert.equal(median(values), 3);
  assert.equal(quantile(values, 0.95), 100);
  assert.equal(quantile([7], 0.95), 7);
});

test("figures have three digits, and tables are Markdown", () => {
  assert.deepEqual([0.06263, 1, 12.345, 149_876].map(short), ["0.0626", "1.00", "12.3", "150,000"]);
  assert.equal(table(["a", "b"], [["1", "2"]]), "| a | b |\n| --- | --- |\n| 1 | 2 |");
});

test("in a script the terminal type alone is another, whatever the length of the number behind it", () => {
  for (const number of ["80582c4d", "40582c", "0058"]) {
    const trace = [
      { direction: "sent", hex: `03000180090107010032${number}` },
      { direction: "received", hex: `0300018009010701003280f588c6` },
    ];
    const [sent, received] = scriptOf({ trace });
    assert.equal(sent.octets.toString("hex"), `030001800901070100ff${number}`);
    assert.equal(received.octets.toString("hex"), trace[1].hex);
  }
  assert.throws(() => scriptOf({ trace: [{ direction: "sent", hex: "0300" }] }), /masterSlaveDetermination/);
});

test("TPKTs are taken out of a stream however it is cut, and a length of nothing ends", () => {
  const octets = Buffer.from("03000007080200" + "03000004" + "0300000801020304" + "0300", "hex");
  for (let length = 1; length <= octets.length; length += 1) {
    const stream = deframer();
    const taken = [];
    for (let at = 0; at < octets.length; at += length) taken.push(...stream.take(octets.subarray(at, at + length)));
    const digits = taken.map((packet) => packet.toString("hex"));
    assert.deepEqual(digits, ["03000007080200", "03000004", "0300000801020304"]);
    assert.equal(stream.rest(), 2);
  }
  assert.equal(deframer().take(Buffer.alloc(8)).length, 2);
});
