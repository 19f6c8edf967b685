/**
 * A TCP connection of the platform, for src/socket.rs. The reader and the writer of its streams are
 * taken once, and every promise ends here: what came is kept until it is taken, and `wake` says that
 * there is something. After `close` nothing calls into the Worker any more.
 */

import { connect } from "cloudflare:sockets";

/** What `take` returns where it is no number of octets; src/socket.rs has the same. */
const NOTHING = 0;
const OPENED = -1;
const ENDED = -2;
const FAILED = -3;

export class Line {
  /**
   * The peer's address, once the connection is open and where the platform tells it.
   * @type {string | undefined}
   */
  address;
  /** Why the connection is gone. */
  error = "";
  /** Chunks that were handed over and are not written. */
  unwritten = 0;
  /** What `take` returns once there is no chunk. */
  #news = NOTHING;
  /** @type {Uint8Array | undefined} */
  #chunk;
  #socket;
  #reader;
  #writer;
  #wake;

  /**
   * @param {string} address `host:port`, with brackets around IPv6
   * @param {() => void} wake
   */
  constructor(address, wake) {
    this.#socket = connect(address);
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
   * The first end is the one that counts: a write fails on what the peer has closed in order.
   * @param {number} news
   */
  #tell(news) {
    if (this.#news === ENDED || this.#news === FAILED) return;
    this.#news = news;
    this.#wake();
  }

  /**
   * Takes what came; `wake` is called again if that is not all.
   * @param {Uint8Array} buffer gets the octets that came
   * @returns {number} how many they are, or one of the codes
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

  /** @param {Uint8Array} octets in the memory of the Worker, which is not theirs to keep */
  write(octets) {
    this.unwritten += 1;
    this.#writer.write(octets.slice()).then(this.#written, this.#failed);
  }

  /** Closes the connection once all is written, and waits for nothing: not for it to open either. */
  close() {
    this.#wake = () => {};
    this.#socket.close().catch(() => {});
  }
}
