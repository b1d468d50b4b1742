import { MessageChannel } from 'node:worker_threads';

/**
 * One end of a channel whose other end is closed: memory posted there is freed. Undefined until the close has completed, because a message would be kept
 * before.
 */
let nowhere: { postMessage(message: undefined, moved: readonly ArrayBuffer[]): void } | undefined;

const { port1, port2 } = new MessageChannel();
port1.once('close', () => {
  nowhere = port1;
});
port1.unref();
port2.close();

/**
 * Frees the memory of an array at once, if the array covers all of its buffer. The array must not be used afterwards. Otherwise V8 would keep the memory until
 * a garbage collection, and would collect the more often the more memory is waiting. In the first turn of the program this function does nothing.
 */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (nowhere === undefined || !(buffer instanceof ArrayBuffer) || buffer.byteLength !== bytes.byteLength) return;
  nowhere.postMessage(undefined, [buffer]);
}
