/** Why each preset is set as it is (form/presets.js). index.html has their names. */

export const PRESET_REASONS = /** @type {const} */ ({
  room: "Sends no called number, because a room is called by its address, and asks for video as rooms do.",
  mcu: "Write the server as address##conference. Asks for video, and holds for 5 s: an MCU answers first and looks for the conference then.",
  alias:
    "Write the server as alias@gatekeeper. Follows redirects, because a gatekeeper may send the caller on to the endpoint.",
  registration:
    "Registers the calling number with the gatekeeper at the server first. A password goes under “More options…”.",
  expressway:
    "Write the server as alias@domain: an Expressway may refuse calls to an address alone. Asks for video as rooms do.",
  polycom:
    "Write the server as address##conference. Asks for video, and holds for 5 s, until the bridge has found the conference.",
  avaya: "Announces audio codecs alone: a telephone system has no use for video.",
  netmeeting:
    "H.225.0 version 2, H.245 on a connection of its own and the codecs of that time: old endpoints know no tunnel.",
});
