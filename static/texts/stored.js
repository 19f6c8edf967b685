/** Texts about results that are stored on the server. */

export const STORED = /** @type {const} */ ({
  store: "Store on this server",
  before: {
    one: "It is stored for {count} day. Whoever has its link can read it, with all addresses and numbers.",
    other: "It is stored for {count} days. Whoever has its link can read it, with all addresses and numbers.",
  },
  until: "Stored on this server until {date}: {link}",
  banner: "Stored on this server until {date}.",
  copied: "The link is on the clipboard.",
  stored: "Stored. Copy the link from here.",
  copyDelete: "Copy delete link",
  deleteCopied: "The delete link is on the clipboard. Nobody else has it.",
  deleteLink: "This browser does not let the page copy. The delete link: {link}",
  remove: "Delete it",
  keep: "Keep it",
  ask: "The link that you opened can delete this result from the server, for everybody. Delete it?",
  deleted: "The result is deleted from the server. Its link no longer works.",
  notDeleted: "It was not deleted: {reason}",
  tooLarge: "the result is too large for this server (over 1 MiB). Download the JSON instead.",
  noAnswer: "the server did not answer. Check your connection, then try again.",
  strange: "the answer of the server cannot be read (HTTP {status}).",
  gone: "There is no stored result at this link: it has ended, was deleted, or never was.",
  damaged: "The link is damaged or was cut: ask for it again.",
});
