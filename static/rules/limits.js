/** Limits on the length of input. The Worker has the same; others follow from these. */

/** RFC 1035, 2.3.4: the longest name, without its final dot, and the longest label. */
export const LONGEST_NAME = 253;
export const LONGEST_LABEL = 63;

/** UTF-16 units of an `h323-ID`, characters of a `url-ID` (H.225.0, `AliasAddress`). */
export const LONGEST_ALIAS = 256;
export const LONGEST_URL = 512;

/** Aliases of one side. */
export const MOST_ALIASES = 8;

/** Characters of a Display, octets of `versionId` and `productId` in UTF-8 (H.225.0 7.6). */
export const LONGEST_DISPLAY = 80;
export const LONGEST_VENDOR_TEXT = 256;

/** Digits to type in a call, with their pauses. */
export const LONGEST_KEYS = 32;

/** `dialedDigits` and the digits of a `partyNumber` (H.225.0, `AliasAddress`). */
export const LONGEST_DIGITS = 128;

/** A number as it is dialled, with the `+`. */
export const LONGEST_NUMBER = 32;

/** Octets of a server: an alias (at most 3 octets for each unit), `@`, a name with its dot, a port. */
export const LONGEST_SERVER = 3 * LONGEST_ALIAS + 1 + LONGEST_NAME + 1 + ":65535".length;

/** Octets. */
export const LONGEST_PASSWORD = 128;

/** H.225.0, `GatekeeperIdentifier`. */
export const LONGEST_IDENTIFIER = 128;
