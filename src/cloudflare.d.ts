/** The part of the platform that `src/socket.js` uses. */
declare module "cloudflare:sockets" {
  export function connect(address: string): {
    readable: ReadableStream<Uint8Array>;
    writable: WritableStream<Uint8Array>;
    opened: Promise<{ remoteAddress?: string }>;
    close(): Promise<void>;
  };
}
