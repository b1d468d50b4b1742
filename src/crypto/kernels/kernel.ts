const PAGE = 64 * 1024;
/** The most memory of a kernel: its addresses have 32 bits, and host code reads them as signed. */
const MOST_BYTES = 2 ** 31 - PAGE;
/** Every region begins at a multiple of this: a cache line. */
const ALIGNMENT = 64;

/** The most items for one call: V8 replaces slow code by fast code only between calls, so a long first call stays slow. */
export const ITEMS_PER_CALL = 4096;

interface EveryKernel {
  heapBase(): number;
}

/** An instance of a kernel, with a memory of its own that never grows: its views stay valid. */
export interface Kernel<Functions> {
  readonly call: Functions;
  /** The whole memory. Addresses are indices into it. */
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** Reserves a region and returns its address, a multiple of 64. The region is zero at first. Throws a RangeError if there is no room. */
  allocate(bytes: number): number;
}

const compiled = new Map<string, WebAssembly.Module>();

/**
 * Makes an instance of a kernel from its module, in base64 as `generated/` exports it, in any thread. `memoryBytes` can be allocated in it, in addition to the
 * kernel's constants. `Functions` are its exports. Nothing can check that type here, so only the wrapper of that kernel states it, beside its tests.
 */
export function loadKernel<Functions extends object>(module: string, { memoryBytes }: { readonly memoryBytes: number }): Kernel<Functions> {
  const pages = Math.ceil(memoryBytes / PAGE) + 2;
  if (!(pages * PAGE <= MOST_BYTES)) throw new RangeError('more memory than a kernel can address');
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compile(module), { env: { memory } });
  let next = (exports as unknown as EveryKernel).heapBase();
  return {
    call: exports as Functions,
    bytes: new Uint8Array(memory.buffer),
    words: new Uint32Array(memory.buffer),
    allocate(bytes) {
      const at = Math.ceil(next / ALIGNMENT) * ALIGNMENT;
      if (!(bytes >= 0 && at + bytes <= memory.buffer.byteLength)) throw new RangeError('no room left in the memory of a kernel');
      next = at + bytes;
      return at;
    },
  };
}

function compile(text: string): WebAssembly.Module {
  let module = compiled.get(text);
  if (module === undefined) {
    module = new WebAssembly.Module(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
    compiled.set(text, module);
  }
  return module;
}
