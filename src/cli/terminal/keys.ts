import { setTimeout as later } from 'node:timers/promises';
import { interrupted } from './prompts.js';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const TYPED_AHEAD_MS = 50;
const LEFT = '\u001b[D';

/** Keys at the terminal, pressed one at a time and without Enter, until `close` is called. */
export class Keys {
  readonly #input: Pick<NodeJS.ReadStream, 'setRawMode' | 'once' | 'on' | 'off' | 'pause' | 'resume'>;

  constructor(input: Pick<NodeJS.ReadStream, 'setRawMode' | 'once' | 'on' | 'off' | 'pause' | 'resume'> = process.stdin) {
    this.#input = input;
    this.#input.setRawMode(true);
  }

  /** Forgets what was typed so far: it is no answer to what is shown next. Throws INTERRUPTED if there is a Ctrl-C in it. */
  async forget(): Promise<void> {
    let typed = '';
    const look = (bytes: Buffer) => {
      typed += bytes.toString('utf8');
    };
    this.#input.on('data', look).resume();
    await later(TYPED_AHEAD_MS);
    this.#input.off('data', look).pause();
    if (typed.includes(CTRL_C)) throw interrupted();
  }

  /**
   * The next key, in lower case: a letter, `left` or `end` (Ctrl-D). What comes in one piece, such as a paste, is no key, and is ''. Throws INTERRUPTED for
   * Ctrl-C and for a terminal that went away.
   */
  async next(): Promise<string> {
    const text = await new Promise<string>((resolve, reject) => {
      const end = () => {
        reject(interrupted());
      };
      this.#input.once('end', end);
      this.#input.once('data', (bytes: Buffer) => {
        this.#input.pause();
        this.#input.off('end', end);
        resolve(bytes.toString('utf8'));
      });
      this.#input.resume();
    });
    if (text.includes(CTRL_C)) throw interrupted();
    if (text === CTRL_D) return 'end';
    if (text === LEFT) return 'left';
    return Array.from(text).length === 1 ? text.toLowerCase() : '';
  }

  /** Gives the terminal back. */
  close(): void {
    this.#input.setRawMode(false);
    this.#input.pause();
  }
}
