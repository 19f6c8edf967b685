/** The index of clauses. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { citations, index } from "../../scripts/clauses.mjs";
import { ROOT } from "../../scripts/lib/paths.mjs";

test("a citation is found in every form that the code has", () => {
  for (const [text, standard, clause] of [
    ["// as H.323 8.1.7 has it", "H.323", "8.1.7"],
    ["/// a number (X.691 clause 11.5.7)", "X.691", "11.5.7"],
    ["//! an open type (X.691\n//! clause 11.2)", "X.691", "11.2"],
    ["/// H.225.0 table 5 says", "H.225.0", "table 5"],
    ["/// (H.323 Annex O)", "H.323", "Annex O"],
    ["/// roles (H.245 C.2)", "H.245", "C.2"],
    ["/// H.450.2 8.1", "H.450.2", "8.1"],
  ]) {
    assert.deepEqual(citations(text), [{ standard, clause }], text);
  }
  for (const [text, ...clauses] of [
    ["//! (H.245 8.2 and C.2)", "8.2", "C.2"],
    ["//! H.245 8.4, 8.5 and C.4, C.5", "8.4", "8.5", "C.4", "C.5"],
    ["/// X.691 clause 19.7 to 19.9", "19.7", "19.8", "19.9"],
    ["/// X.691 clauses 14 and 23", "14", "23"],
    ["/// Q.931 table 4-2", "table 4-2"],
    ["/// RFC 1006 6", "6"],
  ]) {
    const found = citations(text).map(({ clause }) => clause);
    assert.deepEqual(found, clauses, text);
  }
  assert.deepEqual(citations("// H.225.0, H.245 and H.239 are standards"), []);
  assert.deepEqual(citations("// H.245 version 13 goes with H.225.0, and H.323 1 is no clause"), []);
});

test("docs/clauses.md is what the code cites", () => {
  const written = readFileSync(join(ROOT, "docs", "clauses.md"), "utf8");
  assert.equal(written, index(), "run `npm run clauses`");
});
