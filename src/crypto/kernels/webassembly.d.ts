/** The part of the standard WebAssembly interface that is used here. TypeScript has these types only in its library for browsers. */
declare namespace WebAssembly {
  /** Compiled code: opaque. */
  type Module = object;
  interface Memory {
    /** A SharedArrayBuffer if the memory is shared. */
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: object;
  }
  const Module: new (bytes: Uint8Array) => Module;
  const Memory: new (descriptor: { initial: number; maximum: number; shared?: boolean }) => Memory;
  const Instance: new (module: Module, imports: { env: { memory: Memory } }) => Instance;
}
