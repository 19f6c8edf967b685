/** Texts of the Worker that decodes files. */

export const FILE_WORKER = /** @type {const} */ ({
  gone: "The file can no longer be read. If it was changed or moved, choose it again.",
  stopped: "The decoder stopped at a fault of its own, or for lack of memory. Cut out the part that matters.",
});
