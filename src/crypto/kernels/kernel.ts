const PAGE = 64 * 1024;
/** What a kernel can have at most: its addresses are 32 bits, and host code takes them for signed. */
const MOST_BYTES = 2 ** 31 - PAGE;
/** Where every region begins: a line of the cache. */
const ALIGNMENT = 64;

/** Items that one call works on at most: V8 replaces slow code by fast between calls only, so a long first call stays slow. */
export const ITEMS_PER_CALL = 4096;

interface EveryKernel {
  heapBase(): number;
}

/** An instance of a kernel, with a memory of its own that never grows: its views stay valid. */
export interface Kernel<Functions> {
  readonly call: Functions;
  /** The whole memory: addresses are indices into it. */
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** Reserves a region and returns its address, a multiple of 64. It is zero at first. Throws a RangeError when none is left. */
  allocate(bytes: number): number;
}

const compiled = new Map<string, WebAssembly.Module>();

/**
 * Makes an instance of a kernel from its module, in base64 as `generated/` exports it, in any thread. `memoryBytes` is what can be allocated
 * in it; the kernel's constants come on top. `Functions` are its exports; nothing can check that here, so only the wrapper of
 * that kernel states them, beside its tests.
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
