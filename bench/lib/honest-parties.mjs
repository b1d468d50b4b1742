// A process that holds many honest parties of sessions of three, each with a connection of its own from an address of its own: the program's own code from the greeting to the receipt.
// Its parent tells it to play sessions that are all open at the same time, and it answers how each ended.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';
import { agreementOf, encodePublicKey, generateSecretKey, parseColumn, publicKeyOf, takePart } from '../../dist/internals.js';

/** The address of this machine from which a connection is made, and the relay, of those that share their rooms, to which it is made. */
const from = new AsyncLocalStorage();
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (...args) {
  const [first] = args;
  const target = Array.isArray(first) ? first[0] : first;
  if (typeof target === 'object' && target !== null) Object.assign(target, from.getStore());
  return connect.apply(this, args);
};

const TIMEOUT_MS = 300_000;
const RESULT = '6.00';

function castOf(relay) {
  const identities = ['North', 'South', 'Harbour'].map((name) => {
    const secretKey = generateSecretKey();
    return { name, secretKey, publicKey: publicKeyOf(secretKey) };
  });
  const now = Date.now();
  const terms = { operation: { name: 'sum', emptyCells: 'refuse' }, columns: [parseColumn('salary:0..1000:2')], maxRows: 10, allowTwo: false };
  const proposal = { purpose: 'Load', terms, recipients: [], withoutData: [], relay, created: now, expires: now + 3_600_000, runs: 1 };
  return { identities, agreement: agreementOf(proposal, identities.map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) })), 'known keys') };
}

/** Lets so many through at a time, so that the measurement is not about how many wait for this process. */
class Gate {
  #free;
  #waiting = [];

  constructor(width) {
    this.#free = width;
  }

  async enter() {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave() {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

/** As many halves of sessions as are under way at once in this process. */
const WIDTH = 8;

/** One session: until each party is about to send what depends on its data, and from when all sessions are that far until the last party's result. Gives its milliseconds, or why it failed. */
async function session(cast, ways, gate, barrier) {
  await gate.enter();
  let began = performance.now();
  let firstMs = 0;
  let here = 0;
  let goOn;
  const mayGoOn = new Promise((resolve) => (goOn = resolve));
  let isInside = true;
  const recordRun = async () => {
    here += 1;
    if (here === ways.length) {
      firstMs = performance.now() - began;
      isInside = false;
      gate.leave();
      barrier.arrive();
      await barrier.open;
      await gate.enter();
      isInside = true;
      began = performance.now();
      goOn();
    }
    await mayGoOn;
  };
  const nothing = async () => undefined;
  const party = async (place, way) =>
    from.run(way, async () =>
      takePart({
        identity: cast.identities[place],
        entry: { kind: 'agreement', agreement: cast.agreement },
        check: nothing,
        contribute: async () => ({ kind: 'totals', totals: [{ sum: BigInt(100 * (place + 1)), count: 1n }] }),
        approve: async () => ({ identitiesVerified: true }),
        recordRun,
        watch: () => undefined,
        patienceMs: 120_000,
        relayPatienceMs: Infinity,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }),
    );
  try {
    const outcomes = await Promise.all(ways.map(async (way, place) => party(place, way)));
    for (const { result, receipt } of outcomes) if (result.columns.salary.sum !== RESULT || receipt.signatures.length !== 3) return { fault: 'a wrong result' };
    return { ms: firstMs + performance.now() - began };
  } catch (error) {
    if (firstMs === 0) barrier.arrive();
    return { fault: `${error.code ?? ''} ${error.message}` };
  } finally {
    if (isInside) gate.leave();
  }
}

process.on('message', async ({ relays, sessions, first }) => {
  const casts = Array.from({ length: sessions }, () => castOf(relays[0]));
  const gate = new Gate(WIDTH);
  let left = sessions;
  let open;
  const barrier = {
    open: new Promise((resolve) => (open = resolve)),
    arrive: () => {
      left -= 1;
      if (left === 0) open();
    },
  };
  // 127.64.0.0 and on: no other part of this script uses these addresses.
  const addressOf = (n) => `127.${64 + (n >> 15)}.${(n >> 7) & 255}.${1 + (n & 127)}`;
  // Parties of one session are on different relays, if there are several.
  const wayOf = (n) => ({ localAddress: addressOf(n), port: Number(new URL(relays[n % relays.length]).port) });
  const ends = await Promise.all(casts.map((cast, i) => session(cast, [0, 1, 2].map((place) => wayOf((first + i) * 3 + place)), gate, barrier)));
  process.send({ ends });
});
process.send({ ready: true });
