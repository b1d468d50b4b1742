// 100 numbers of 128 bits, summed under sharing among three parties in memory, warm: first only the arithmetic (deal,
// add, open), then the whole protocol with its commitments, signatures and echoes.
import { fileURLToPath } from 'node:url';
import { FIELDS, HashedTranscript, addInto, elementsOf, expandSeed, generateSecretKey, publicKeyOf, randomBytes, secureSum, sign, subtractFrom, vectorOf } from '../dist/internals.js';
import { median } from './lib/processes.mjs';

const PARTIES = 3;
const NUMBERS = 100;
const field = FIELDS.find((each) => each.name === '2^255-19');

function inputs() {
  return Array.from({ length: PARTIES }, () => Array.from({ length: NUMBERS }, () => BigInt(`0x${Buffer.from(randomBytes(16)).toString('hex')}`)));
}

function check(values, sum) {
  elementsOf(field, sum).forEach((element, i) => {
    if (element !== values.reduce((total, each) => total + each[i], 0n)) throw new Error('the sum is wrong');
  });
}

function arithmetic(vectors, sid) {
  const shares = vectors.map((vector) => Uint32Array.from(vector));
  for (let i = 0; i < PARTIES; i++) {
    for (let j = 0; j < PARTIES; j++) {
      if (i === j) continue;
      const share = expandSeed(field, randomBytes(32), sid, Uint8Array.of(i, j), NUMBERS);
      subtractFrom(field, shares[i], share);
      addInto(field, shares[j], share);
    }
  }
  const [sum, ...others] = shares;
  for (const other of others) addInto(field, sum, other);
  return sum;
}

function network(self, mailboxes) {
  return {
    self,
    count: PARTIES,
    send: (to, label, message) => mailboxes.put(`${self}>${to}`, message),
    receive: async (from) => mailboxes.take(`${from}>${self}`),
  };
}

function makeMailboxes() {
  const queues = new Map();
  const waiting = new Map();
  return {
    put(key, message) {
      const taker = waiting.get(key);
      if (taker !== undefined) {
        waiting.delete(key);
        taker(message);
      } else queues.set(key, [...(queues.get(key) ?? []), message]);
    },
    take(key) {
      const queue = queues.get(key) ?? [];
      const message = queue.shift();
      if (message !== undefined) return message;
      return new Promise((resolve) => waiting.set(key, resolve));
    },
  };
}

async function protocol(vectors, keys, sid) {
  const mailboxes = makeMailboxes();
  const publicKeys = keys.map((key) => key.publicKey);
  const names = keys.map((_, i) => `p${i}`);
  const results = await Promise.all(
    vectors.map((vector, self) =>
      secureSum({ network: network(self, mailboxes), sid, names, publicKeys, sign: (label, ...parts) => sign(keys[self].secretKey, label, ...parts), transcript: new HashedTranscript(sid) }, field, vector, { contributors: [0, 1, 2], recipients: [0, 1, 2] }),
    ),
  );
  return results[0].sum;
}

export async function sharing({ runs = 300 } = {}) {
  const sid = randomBytes(32);
  const keys = Array.from({ length: PARTIES }, () => {
    const secretKey = generateSecretKey();
    return { secretKey, publicKey: publicKeyOf(secretKey) };
  });
  const timed = { arithmetic: [], protocol: [] };
  for (let run = 0; run < runs; run++) {
    const values = inputs();
    const vectors = values.map((each) => vectorOf(field, each));
    let began = performance.now();
    const plain = arithmetic(vectors, sid);
    timed.arithmetic.push(performance.now() - began);
    check(values, plain);
    began = performance.now();
    const whole = await protocol(vectors, keys, sid);
    timed.protocol.push(performance.now() - began);
    check(values, whole);
  }
  // The first third warms the compiler.
  const warm = (samples) => median(samples.slice(Math.floor(samples.length / 3)));
  return { arithmeticMs: warm(timed.arithmetic), protocolMs: warm(timed.protocol) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { arithmeticMs, protocolMs } = await sharing();
  console.log(`100 numbers of 128 bits, 3 parties: arithmetic ${arithmeticMs.toFixed(3)} ms; whole protocol ${protocolMs.toFixed(3)} ms`);
}
