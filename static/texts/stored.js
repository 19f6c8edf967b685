/** Texts about results that are stored on the server. */

export const STORED = /** @type {const} */ ({
  store: "Store on this server",
  before: {
    one: "The result will be stored for {count} day. Whoever has its link can read it, with all addresses, numbers and typed digits.",
    other:
      "The result will be stored for {count} days. Whoever has its link can read it, with all addresses, numbers and typed digits.",
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
  askUnread:
    "The link that you opened can delete the stored result from the server, for everybody, if it is still there. Delete it?",
  deleted: "The result is deleted from the server. Its link no longer works.",
  notDeleted: "It was not deleted: {reason}",
  tooLarge: "the result is too large for this server (over 1 MiB). Download the JSON instead.",
  noAnswer: "the server did not answer. Check your connection, then try again.",
  strange: "the answer of the server cannot be read (HTTP {status}).",
  notRead: "The stored result could not be read: {reason}",
  damaged: "The link is damaged or was cut: ask for it again.",
});
