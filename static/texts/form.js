/** What the form says beside the fields of index.html (form/). */

export const FORM = /** @type {const} */ ({
  call: "Initiate Call",
  again: "Call again",
  calling: "Calling...",
  registerAgain: "Register again",
  registering: "Registering...",
  elapsed: "{count} s",
  edit: "Edit",
  back: "Back to your own",
  sample: "Sample: {call}",
  ticked: "Not sent: “{label}” is ticked under “More options…”.",
  namesPort: "Not used: the server above includes the port.",
  tlsPort: "Not used: with TLS the port is 1300, unless you give another.",
  namesSomebody: "Not used: the server above includes the number or alias to call.",
  held: "This is a real call. The endpoint rings, and the call is released some time after it is answered.",
  noOptions: "The options could not be loaded. Check your connection, then press the button again.",
  noPresets: "The presets could not be loaded. Choose again.",
  noLink: "The options could not be loaded. Reload the page.",
  reset: "Everything is reset to its default, except the server.",
  copied: "Link copied. It fills in this form but does not place a call.",
  notCopied: "The browser did not allow copying. The link is in the address bar.",
});
