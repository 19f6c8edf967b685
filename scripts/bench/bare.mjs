/** A client with a bare socket that repeats the Worker's side of a call. */

import { connect } from "node:net";
import { deframer } from "../lib/tpkt.mjs";

const PATIENCE_MS = 5000;

/**
 * masterSlaveDetermination with terminalType 50 at the end of a message, and the random number after
 * it.
 */
const DETERMINATION = /010032(?=80.{6}$|40.{4}$|00.{2}$)/;

/**
 * The highest terminal type: its side is the master. With 50, the endpoint's random number would
 * decide, and the script would have to work out the answer.
 */
const HIGHEST = "0100ff";

/**
 * Makes a script from a call of the Worker in which the Worker was master.
 * @param {any} report of that call
 * @returns {{ sent: boolean, octets: Buffer }[]} its messages, in order
 */
export function scriptOf({ trace }) {
  const determinations = trace.filter(({ direction, hex }) => direction === "sent" && DETERMINATION.test(hex));
  if (determinations.length !== 1) throw new Error("the call to be replayed has no masterSlaveDetermination");
  return trace.map(({ direction, hex }) => {
    const sent = direction === "sent";
    return { sent, octets: Buffer.from(sent ? hex.replace(DETERMINATION, HIGHEST) : hex, "hex") };
  });
}

/**
 * Plays a script: sends each message as soon as the previous ones have arrived.
 * @param {{ sent: boolean, octets: Buffer }[]} script
 * @param {{ host: string, port: number }} peer
 * @returns {Promise<void>} when the endpoint has closed the connection
 */
export function replay(script, { host, port }) {
  return new Promise((done, fail) => {
    const socket = connect({ host, port, noDelay: true, timeout: PATIENCE_MS });
    let at = 0;
    let waiting = 0;
    const stream = deframer();
    const goOn = () => {
      for (; at < script.length && (script[at].sent || waiting > 0); at += 1) {
        if (script[at].sent) socket.write(script[at].octets);
        else waiting -= 1;
      }
    };
    socket.on("connect", goOn);
    socket.on("data", (chunk) => {
      waiting += stream.take(chunk).length;
      goOn();
    });
    socket.on("end", () => {
      if (at === script.length && waiting === 0 && stream.rest() === 0) done();
      else fail(new Error(`the endpoint closed the connection after ${at} of ${script.length} messages`));
    });
    socket.on("timeout", () => socket.destroy(new Error(`nothing came after ${at} of ${script.length} messages`)));
    socket.on("error", fail);
  });
}
