/**
 * A TCP connection of the platform, for src/socket.rs. It takes the reader and the writer of the
 * streams once and handles every promise itself: it keeps the incoming octets until the Worker takes
 * them, and calls `wake` when there is something to take. After `close` it never calls the Worker
 * again.
 */

import { connect } from "cloudflare:sockets";

/** The codes that `take` returns instead of a number of octets; src/socket.rs has the same. */
const NOTHING = 0;
const OPENED = -1;
const ENDED = -2;
const FAILED = -3;

/**
 * @param {string} address `host:port`, with brackets around IPv6
 * @returns the connection, which is not open yet
 */
export function dial(address) {
  return connect(address);
}

export class Line {
  /**
   * The endpoint's address, when the connection is open and if the platform tells it.
   * @type {string | undefined}
   */
  address;
  /** Why the connection has ended. */
  error = "";
  /** Chunks that were handed over and are not written yet. */
  unwritten = 0;
  /** The code that `take` returns when no chunk is left. */
  #news = NOTHING;
  /** @type {Uint8Array | undefined} */
  #chunk;
  #socket;
  #reader;
  #writer;
  #wake;

  /**
   * @param {ReturnType<typeof connect>} socket
   * @param {() => void} wake
   */
  constructor(socket, wake) {
    this.#socket = socket;
    this.#reader = this.#socket.readable.getReader();
    this.#writer = this.#socket.writable.getWriter();
    this.#wake = wake;
    this.#socket.opened.then(this.#opened, this.#failed);
  }

  /** @param {{ remoteAddress?: string }} info */
  #opened = ({ remoteAddress }) => {
    this.address = remoteAddress;
    this.#tell(OPENED);
  };

  /** @param {ReadableStreamReadResult<Uint8Array>} result */
  #read = ({ done, value }) => {
    if (done) return this.#tell(ENDED);
    this.#chunk = value;
    this.#wake();
  };

  #written = () => {
    this.unwritten -= 1;
    if (this.unwritten === 0) this.#wake();
  };

  /** @param {unknown} error */
  #failed = (error) => {
    this.error = String(error);
    this.#tell(FAILED);
  };

  /**
   * The first end counts: after the endpoint has closed the connection in order, a write still fails.
   * @param {number} news
   */
  #tell(news) {
    if (this.#news === ENDED || this.#news === FAILED) return;
    this.#news = news;
    this.#wake();
  }

  /**
   * Takes the next news; calls `wake` again if there is more.
   * @param {Uint8Array} buffer gets the octets
   * @returns {number} the number of octets, or one of the codes
   */
  take(buffer) {
    const chunk = this.#chunk;
    if (chunk === undefined) {
      const news = this.#news;
      this.#news = NOTHING;
      if (news === OPENED) this.#readOn();
      return news;
    }
    if (chunk.length > buffer.length) {
      buffer.set(chunk.subarray(0, buffer.length));
      this.#chunk = chunk.subarray(buffer.length);
      this.#wake();
      return buffer.length;
    }
    buffer.set(chunk);
    this.#chunk = undefined;
    this.#readOn();
    if (this.#news !== NOTHING) this.#wake();
    return chunk.length;
  }

  #readOn() {
    this.#reader.read().then(this.#read, this.#failed);
  }

  /** @param {Uint8Array} octets in the memory of the Worker; they must be copied */
  write(octets) {
    this.unwritten += 1;
    this.#writer.write(octets.slice()).then(this.#written, this.#failed);
  }

  /**
   * Closes the connection after the last write. It waits for nothing, not even for the connection to
   * open.
   */
  close() {
    this.#wake = () => {};
    this.#socket.close().catch(() => {});
  }
}
