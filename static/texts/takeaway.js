/** The texts of the buttons that export a call, and of what they say when pressed. */

export const TAKEAWAY = /** @type {const} */ ({
  export: "Export",
  json: "Download JSON",
  text: "Download text",
  copyText: "Copy text",
  copyMarkdown: "Copy Markdown",
  copyCurl: "Copy curl command",
  drawing: "Download drawing",
  capture: "Download capture",
  link: "Copy link to this result",
  captured:
    "The capture is a pcapng file for Wireshark: the true messages and times, inside TCP connections that are made up. This page can open the JSON again and compare it.",
  notCaptured: "No message crossed the wire, so there is no capture. This page can open the JSON again and compare it.",
  failed: "That failed: {error}",
  noReason: "no reason given",
  notLoaded: "a part of the page could not be loaded. Check your connection, then press the button again.",
  saved: "Saved as {name}",
  longLink: "{copied} It is long: some programs cut it. The JSON is safer.",
  byHand: "This browser does not let the page copy. The text is selected: copy it with the keyboard.",
});

/** What a button copies: the name of a text that could not be copied, and what is said of one that was. */
export const COPIES = /** @type {const} */ ({
  text: ["The ladder as text", "The ladder as text is on the clipboard."],
  markdown: ["The call in Markdown", "The call in Markdown is on the clipboard."],
  curl: ["The curl command", "The curl command is on the clipboard."],
  link: ["The link, with the whole result in it,", "The link, with the whole result in it, is on the clipboard."],
});
