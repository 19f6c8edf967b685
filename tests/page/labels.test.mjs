/** That a sentence of the Worker has the form's labels for the names of fields, and is left alone otherwise. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, labelOf } from "../../static/form/labels.js";
import { GROUPS } from "../../static/rules/option-groups.js";
import { OPTIONS } from "../../static/rules/options.js";

for (const option of GROUPS.flatMap(({ options }) => options)) OPTIONS.set(option.name, option);
// As the markup has them.
for (const [name, label] of Object.entries({ server: "Gateway", port: "Port", calledNumber: "Called Number" }))
  Object.assign(OPTIONS.get(name) ?? {}, { label });

test("every field has its label", () => {
  for (const name of ["port", "holdSeconds", "vendor.productId"]) assert.match(labelOf(name), /^“[^”]+”$/, name);
  assert.equal(labelOf("calledAliases[1].value"), "Alias 2 of “Aliases to call”");
  assert.equal(labelOf("userInput"), "“Digits to type”", "an object has that of its first field");
  assert.equal(labelOf("gatekeeper.aliases"), "“Register as”");
  for (const name of ["", "x", "constructor", "__proto__", "gw.example.com", "port.example", "gatekeeper.prefixes"])
    assert.equal(labelOf(name), name);
});

for (const host of [
  "server.example.com",
  "server.example",
  "port.example.com",
  "gatekeeper.example.com",
  "gatekeeper.example",
  "h245.example.com",
  "my-server.example.com",
  "example.server",
  "h245-gw",
  "h245_1",
  "gw.h245",
  "tls@h245.example.com",
  "h323:port.example.com:h245",
  "https://h245.example.com/h225Version/holdSeconds",
]) {
  test(`${host} is somebody's name, and no field`, () => {
    for (const sentence of [
      `${host} cannot be called: it resolves to 192.0.2.1, a private address.`,
      `No call to ${host}, in ${host}. Nor because ${host}.`,
    ])
      assert.equal(inWords(sentence), sentence);
  });
}

for (const [sentence, words] of [
  ["holdSeconds must be a whole number from 0 to 60", "“Hold after answer, s” must be a whole number from 0 to 60"],
  [
    "port is 1, but server has port 2: give only one of them",
    "“Port” is 1, but “Gateway” has port 2: give only one of them",
  ],
  [
    "tls is off, but server asks for TLS: write h323: there",
    "“TLS” is off, but “Gateway” asks for TLS: write h323: there",
  ],
  [
    "calledNumber must be left out because server names the called party",
    "“Called Number” must be left out because “Gateway” names the called party",
  ],
  ["bearerRate goes with bearer video only", "“Bearer rate, kbit/s” goes with “Bearer” video only"],
  ["gatekeeper.user must be left out without gatekeeper.password", "“User” must be left out without “Password”"],
  ["gatekeeper.auth needs a password in gatekeeper.password", "“Proof of the password” needs a password in “Password”"],
  ["requestMode must name one of codecs", "“Ask for a codec” must name one of “Codecs”"],
  ["userInput needs H.245, which is off (h245)", "“Digits to type” needs H.245, which is off (“How H.245 travels”)"],
  ["server has a port that is not a whole number", "“Gateway” has a port that is not a whole number"],
  ["server must be the gatekeeper alone, without a number", "“Gateway” must be the gatekeeper alone, without a number"],
  ["Port 25 cannot be called: it is for mail.", "Port 25 cannot be called: it is for mail."],
  ["No display of h323-ID or h264.", "No display of h323-ID or h264."],
]) {
  test(`${sentence.slice(0, 60)}: in the form's words`, () => assert.equal(inWords(sentence), words));
}
