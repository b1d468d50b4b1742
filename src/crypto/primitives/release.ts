import { MessageChannel } from 'node:worker_threads';

/** One end of a channel whose other end is closed: what is posted there is freed. Undefined until the closing is through, since a message would be kept before. */
let nowhere: { postMessage(message: undefined, moved: readonly ArrayBuffer[]): void } | undefined;

const { port1, port2 } = new MessageChannel();
port1.once('close', () => {
  nowhere = port1;
});
port1.unref();
port2.close();

/**
 * Gives the memory of an array back at once, if the array has all of it: nobody may use the array afterwards. V8 would keep it until it looks for garbage, and it looks the more often the more lies about.
 * In the first turn of the program it does nothing.
 */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (nowhere === undefined || !(buffer instanceof ArrayBuffer) || buffer.byteLength !== bytes.byteLength) return;
  nowhere.postMessage(undefined, [buffer]);
}
