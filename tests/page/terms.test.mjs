/** The terms that the page explains: the same in the glossary, and found in the tester's words alone. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cut, recommendationOf, termOf } from "../../static/base/terms.js";
import { RECOMMENDATIONS, SPELLINGS, TERMS } from "../../static/texts/terms.js";

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

test("an explanation is one sentence or two, with its clause if a Recommendation has the term", () => {
  const without = [...TERMS].filter(([, meaning]) => !/\((Q|H|RFC)[ .]?\d[^()]*\)\.$/.test(meaning));
  assert.deepEqual(
    without.map(([term]) => term),
    ["H.460.17", "ALG", "NAT"],
  );
  for (const [term, meaning] of TERMS) {
    assert.ok(meaning.split(/(?<=[a-z)])\. /).length <= 2, term);
    assert.ok(meaning.length <= 200, `${term}: ${meaning.length}`);
  }
});

test("a state is told of the endpoint, the caller or either side, and not of a place that nobody knows", () => {
  for (const [term, meaning] of TERMS) assert.doesNotMatch(meaning, /\b(called|calling|this) side\b/, term);
});

test("roles are decided by the terminal type, and then by chance", () => {
  const meaning = TERMS.get("masterSlaveDetermination") ?? "";
  assert.match(meaning, /greater terminal type is master; .*random numbers decide/);
  assert.match(TERMS.get("invalidCID") ?? "", /conference ID/);
});

test("a term is known by its other spellings, also where one of several words begins a sentence", () => {
  for (const term of SPELLINGS.values()) assert.ok(TERMS.has(term), term);
  for (const [text, term] of [
    ["Cause 17 user busy (cause 170, cause17).", "cause 17"],
    ["Fast start is off, as fastStart and fast start say.", "fast start"],
    ["Master and slave could not be decided.", "masterSlaveDetermination"],
    ["The gatekeeper has no registrationConfirm.", "RCF"],
    ["It is in state U10 Active.", "U10"],
    ["It sent IRR.", "IRR"],
  ])
    assert.deepEqual(termsIn(text).map(termOf), [term], text);
});

test("the causes, states and reasons that the tester names have their explanations", () => {
  const found = (/** @type {string} */ path, /** @type {RegExp} */ pattern) =>
    [...read(path).matchAll(pattern)].map(([, name]) => name);
  const reasons = found("crates/h323-proto/src/h225/reason.rs", /^ {4}[A-Z]\w+ = (\w+)(?:\(\.\.\))?, \d+, "/gm);
  const states = found("crates/h323-proto/src/q931/indicators.rs", /"(U\d+) /g);
  assert.ok(reasons.length > 20 && states.length > 10);
  for (const term of [...reasons, ...states]) {
    // A vendor's own reason says nothing that could be explained.
    assert.equal(TERMS.has(term), term !== "nonStandardReason", term);
  }
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
