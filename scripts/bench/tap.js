/**
 * The Worker as built, with the size of its WebAssembly memory under `/memory`, and under `/wait` the
 * longest time in which a neighbour had no turn. workerd.mjs puts it before the Worker's own module:
 * the Worker itself shows nothing of the kind.
 */

import { WorkerEntrypoint } from "cloudflare:workers";
import { memories } from "./instances.js";
import Worker from "./index.js";

export default class extends WorkerEntrypoint {
  fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/memory") {
      return Response.json({ wasm: memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) });
    }
    if (pathname === "/wait") return wait(Number(searchParams.get("ms")));
    return new Worker(this.ctx, this.env).fetch(request);
  }
}

/** Wakes every millisecond for so long. A Worker's clock advances whenever it is woken. */
async function wait(milliseconds) {
  const end = Date.now() + milliseconds;
  let longest = 0;
  for (let last = Date.now(); last < end; ) {
    await new Promise((done) => setTimeout(done, 1));
    const now = Date.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return Response.json({ longest });
}
