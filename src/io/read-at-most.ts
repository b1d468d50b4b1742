import type { FileHandle } from 'node:fs/promises';

/** What an open regular file holds; undefined if that is more than `maxBytes`, or grows meanwhile. Throws Node's errors. */
export async function readAtMost(file: FileHandle, maxBytes: number): Promise<Uint8Array | undefined> {
  const { size } = await file.stat();
  if (size > maxBytes) return undefined;
  // It reads one byte more than expected, to notice a file that grows.
  const buffer = new Uint8Array(size + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length);
    if (bytesRead === 0) return buffer.slice(0, length);
    length += bytesRead;
  }
  return undefined;
}
