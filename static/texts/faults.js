/**
 * What is wrong with a value, as the Worker says it too: `{field}` is the name that the form shows. Those of
 * the options (option-faults.js) come with them.
 */

export const FAULTS = /** @type {const} */ ({
  whole: "{field} must be a whole number from {min} to {max}",
  multiple: "{field} must be a multiple of {step} from {min} to {max}",
  empty: "{field} must not be empty",
  long: "{field} must be at most {most} characters",
  digits: "{field} may have the digits 0-9, '*', '#' and ',' only",
  dialled: "{field} may have the digits 0-9, '*', '#' and ',' only, after an optional '+'",
  hidden: "{field} has a character that cannot be seen: character {place}, U+{code}",
});

/** Of the server, which a sentence may leave unnamed. */
export const SERVER = /** @type {const} */ ({
  required: "Server is required",
  octets: "{field} must be at most {most} octets",
  sip: "{field} is a SIP address: write user@host, if that system takes H.323 calls too",
  scheme: "{field} has a scheme that is not h323: write the host alone, host:port or user@host",
  noHost: "{field} is an H.323 URL without a host: write h323:user@host",
  longUrl: "{field} is an H.323 URL, which must be at most {most} characters: write user@host",
  percent: "{field} has a '%' without two hexadecimal digits behind it (write %25 for a percent sign)",
  escapes: "{field} has escaped octets that are not UTF-8",
  twice: "{field} names the called party twice, before the '@' and behind the '##'",
  colons: "{field} is not an IPv6 address (with a port it is written [address]:port)",
  port: "{field} has a port that is not a whole number from 1 to 65535",
  marks: "{field} has '/', '?', '#', '@', ':' or brackets where only a host name or an IP address may be",
  letters: "{field} may have letters, digits, '-', '_' and '.' only (write international names as xn--…)",
  label: "{field} has a label that is empty or longer than {most} characters",
  number: "{field} ends in a number but is not an IPv4 address of four decimal parts",
});

/** Of the alias before the `@` of a server, and of what is behind its `##`. */
export const ALIAS = /** @type {const} */ ({
  empty: "{field} has an alias that must not be empty",
  long: "{field} has an alias that must be at most {most} characters",
  hidden: "{field} has an alias that has a character that cannot be seen: character {place}, U+{code}",
});

export const EXTENSION = /** @type {const} */ ({
  empty: "{field} has an extension that must not be empty",
  long: "{field} has an extension that must be at most {most} characters",
  hidden: "{field} has an extension that has a character that cannot be seen: character {place}, U+{code}",
});
