/** Keeps the memory of each WebAssembly instance. It is loaded before the Worker makes one. */

/** @type {WebAssembly.Memory[]} */
export const memories = [];

const { Instance } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    memories.push(this.exports.memory);
  }
};
