// Loaded into a real process of the program (`node --import`). It looks at what the process is about to encrypt. At the first message with the label in
// MPC_TEST_LABEL it says so on standard error, before the message leaves. Then the process stands still until there is a file MPC_TEST_GO; without that
// variable it is killed.
import crypto from 'node:crypto';
import { existsSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { MPC_TEST_LABEL: label, MPC_TEST_GO: go } = process.env;
/** A label stands near the front of a message. A number may follow it after a slash, but no longer word. */
const here = new RegExp(`(?<![a-z/-])${label}(?![a-z-])`);
const FRONT_BYTES = 120;
const { createCipheriv } = crypto;
let isOver = false;

function standStill() {
  const never = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(go)) Atomics.wait(never, 0, 0, 10);
}

crypto.createCipheriv = (algorithm, ...rest) => {
  const cipher = createCipheriv(algorithm, ...rest);
  if (algorithm !== 'chacha20-poly1305') return cipher;
  const update = cipher.update.bind(cipher);
  cipher.update = (plaintext) => {
    if (!isOver && here.test(Buffer.from(plaintext.subarray(0, FRONT_BYTES)).toString('latin1'))) {
      isOver = true;
      writeSync(2, `reached ${label}\n`);
      if (go === undefined) process.kill(process.pid, 'SIGKILL');
      else standStill();
    }
    return update(plaintext);
  };
  return cipher;
};
syncBuiltinESMExports();
