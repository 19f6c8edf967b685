/** The terms that the page explains: the same in the glossary, and found in the tester's words alone. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cut, recommendationOf } from "../../static/base/terms.js";
import { RECOMMENDATIONS, TERMS } from "../../static/texts/terms.js";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const termsIn = (text) =>
  cut(text)
    .filter(({ term }) => term)
    .map((part) => part.text);

test("the glossary has the terms of the page, in the same words", () => {
  const [, part = ""] = read("docs/glossary.md").split("## Words of the standards\n");
  const rows = [...part.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].slice(2).map(([, name, meaning]) => [name, meaning]);
  assert.deepEqual(rows, [...TERMS]);
});

test("each Recommendation has its part of the index of clauses", () => {
  const anchors = [...read("docs/clauses.md").matchAll(/^## (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
  for (const [name, { anchor }] of RECOMMENDATIONS) assert.ok(anchors.includes(anchor), name);
});

test("a term is found once, as a whole word, and the text stays as it was", () => {
  const text = "No answer (T301), so T301 ran out. T3010 and x-SRV are none, and H.460.17, ALG.";
  assert.deepEqual(termsIn(text), ["T301", "H.460.17", "ALG"]);
  assert.equal(
    cut(text)
      .map((part) => part.text)
      .join(""),
    text,
  );
});

test("no term is found in an address or in what is quoted", () => {
  for (const text of [
    'It calls itself "T301".',
    "“NAT” is its name",
    'open "SRV and ALG',
    "nat.example SRV.example a@ALG",
  ])
    assert.deepEqual(termsIn(text), [], text);
  assert.deepEqual(termsIn('"x" and SRV'), ["SRV"]);
});

test("a clause has its Recommendation; anything else has none", () => {
  assert.equal(recommendationOf("H.225.0 7.3.10")?.name, "H.225.0");
  assert.equal(recommendationOf("H.245 B.14")?.name, "H.245");
  assert.equal(recommendationOf("RFC 1006 6")?.name, "RFC 1006");
  for (const text of ["", "H.999 7", "H.245 javascript:x", "__proto__ 1"]) assert.equal(recommendationOf(text), null);
});
