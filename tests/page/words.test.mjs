/** Texts of a report, as the page says them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage } from "../../static/base/words.js";

test("advice has the labels of fields alone, and whatever else stands in brackets", () => {
  for (const [text, shown] of [
    ["Call with “TLS” (`tls`) on inspect.", "Call with “TLS” on inspect."],
    [
      "Announce fewer “Codecs” (`codecs`), or “H.225.0 version” (`h225Version`).",
      "Announce fewer “Codecs”, or “H.225.0 version”.",
    ],
    ["Compare “Alias” (`gatekeeper.alias`).", "Compare “Alias”."],
    ["An inspection (ALG) may have done it.", "An inspection (ALG) may have done it."],
    ["`h323-peer call --tls` places it (`a b`).", "`h323-peer call --tls` places it (`a b`)."],
    [undefined, ""],
    [{ text: 1 }, '{"text":1}'],
  ]) {
    assert.equal(onPage(text), shown);
  }
});
