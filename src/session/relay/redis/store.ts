import { createClient, RESP_TYPES } from '@redis/client';
import { createHash } from 'node:crypto';
import { MpcError } from '../../../errors.js';

const ANSWER_MS = 4_000;
const LOOK_MS = 2_000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 2_000;

export interface StoreAddress {
  /** `redis:`, or with TLS `rediss:`. */
  readonly url: string;
  readonly password?: string | undefined;
  /** All authorities (PEM) that may have signed its certificate; otherwise the usual ones. */
  readonly ca?: readonly string[] | undefined;
}

export interface StoreEvents {
  message(bytes: Buffer): void;
  /** Redis is out of reach, for this reason. It is tried again repeatedly. */
  lost(why: string): void;
  /** It is back, and this process listens again. Messages in between are lost. */
  back(): void;
}

/** The connections to Redis: one for requests and one for listening. */
export class Store {
  readonly #asking: ReturnType<typeof clientOf>;
  readonly #listening: ReturnType<typeof clientOf>;
  readonly #events: StoreEvents;
  readonly #channel: string;
  #isUp = false;
  #isClosed = false;
  #looking: NodeJS.Timeout | undefined;

  private constructor(address: StoreAddress, channel: string, events: StoreEvents) {
    this.#asking = clientOf(address);
    this.#listening = clientOf(address);
    this.#events = events;
    this.#channel = channel;
    for (const client of [this.#asking, this.#listening]) client.on('error', (error: Error & { code?: string }) => this.#lost(error.code ?? error.message));
  }

  /** Throws USAGE if Redis cannot be reached: the operator who starts a relay is there to see it. */
  static async connect(address: StoreAddress, channel: string, events: StoreEvents): Promise<Store> {
    const store = new Store(address, channel, events);
    // The client would try for ever.
    const failed = new Promise<never>((_, reject) => store.#asking.once('error', reject));
    try {
      await inTime(Promise.race([store.#connect(), failed]));
    } catch (cause) {
      store.#end();
      const { code, message } = cause as Error & { code?: string };
      throw new MpcError('USAGE', `Redis cannot be reached at ${new URL(address.url).host} (${code ?? message}).`, 'Check the address, and that Redis runs and lets this machine in. A password goes into --redis-password-file, and the authority of its certificate into --redis-ca.', { cause });
    }
    store.#isUp = true;
    store.#look();
    return store;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Runs a script. Rejects if Redis is away, or does not answer in time. */
  async run(script: string, ...args: readonly string[]): Promise<unknown> {
    if (!this.#isUp) throw new Error('Redis is out of reach');
    try {
      return await inTime(this.#eval(script, [...args]));
    } catch (error) {
      if (error instanceof Late) this.#lost('it does not answer');
      throw error;
    }
  }

  /** Sends the script's digest, and the script only to a Redis that does not know it yet. */
  async #eval(script: string, args: string[]): Promise<unknown> {
    const options = { keys: [], arguments: args };
    return this.#asking.evalSha(digestOf(script), options).catch(async (error: unknown) => {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return this.#asking.eval(script, options);
    });
  }

  async keepAlive(key: string, ms: number): Promise<void> {
    if (this.#isUp) await this.#asking.set(key, '1', { expiration: { type: 'PX', value: ms } });
  }

  publish(channel: string, message: Buffer): void {
    if (this.#isUp) this.#asking.publish(channel, message).catch(() => undefined);
  }

  /** The bytes that wait to be sent to Redis cannot be observed. Its answers can. */
  #look(): void {
    this.#looking = setTimeout(() => {
      void this.#isThere().then((isThere) => {
        if (this.#isClosed) return;
        if (!isThere) this.#lost('it does not answer');
        else if (!this.#isUp) this.#back();
        this.#look();
      });
    }, LOOK_MS);
  }

  async #isThere(): Promise<boolean> {
    if (!this.#asking.isReady || !this.#listening.isReady) return false;
    return inTime(Promise.all([this.#asking.ping(), this.#listening.ping()])).then(
      () => true,
      () => false,
    );
  }

  async #connect(): Promise<void> {
    await Promise.all([this.#asking.connect(), this.#listening.connect()]);
    await this.#listening.subscribe(this.#channel, (message) => this.#events.message(message), true);
  }

  #lost(why: string): void {
    if (!this.#isUp || this.#isClosed) return;
    this.#isUp = false;
    this.#events.lost(why);
  }

  #back(): void {
    this.#isUp = true;
    this.#events.back();
  }

  close(): void {
    this.#end();
  }

  #end(): void {
    this.#isClosed = true;
    this.#isUp = false;
    clearTimeout(this.#looking);
    for (const client of [this.#asking, this.#listening]) if (client.isOpen) client.destroy();
  }
}

class Late extends Error {}

/** Rejects with `Late` where there is no answer after `ANSWER_MS`. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late('it does not answer')), ANSWER_MS).unref();
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

const digests = new Map<string, string>();

/** The name by which Redis knows a script. */
function digestOf(script: string): string {
  const digest = digests.get(script) ?? createHash('sha1').update(script).digest('hex');
  digests.set(script, digest);
  return digest;
}

function clientOf({ url, password, ca }: StoreAddress) {
  const patience = { connectTimeout: ANSWER_MS, reconnectStrategy: (retries: number) => Math.min(FIRST_RETRY_MS * 2 ** retries, LAST_RETRY_MS) };
  return createClient({
    url,
    ...(password === undefined ? {} : { password }),
    RESP: 2,
    disableOfflineQueue: true,
    socket: new URL(url).protocol === 'rediss:' ? { ...patience, tls: true, ...(ca === undefined ? {} : { ca: [...ca] }) } : patience,
  }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: String });
}
