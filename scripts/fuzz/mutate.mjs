// The changes that are made to an input. Everything follows from the random numbers of one seed.

/** sfc32 (Chris Doty-Humphrey): 32 random bits at a time, for choosing and nothing secret. */
export function randomFrom(seed) {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9, 0x243f6a88, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return { below: (n) => Math.floor((next() / 2 ** 32) * n), pick: (list) => list[Math.floor((next() / 2 ** 32) * list.length)] };
}

const TEXTS = ['"', "'", '{', '}', '[', ']', '\n', '\r\n', ',', ';', '\t', ':', '..', '-', '0', '1e999', '-0', '\\u0000', '\\ud800', '__proto__', 'constructor', 'null', '\u001b[2J', '\u202e', '\ufeff', '(', ')', '=', '%', '9'.repeat(40), 'A'.repeat(300), '['.repeat(70)].map((text) => Buffer.from(text));
const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x1f, 0x8b, 0x50];

/** One change to bytes. */
function changeBytes(bytes, random, most, other, text = false) {
  const at = random.below(bytes.length + 1);
  const length = 1 + random.below(Math.min(64, Math.max(1, bytes.length)));
  const join = (...parts) => Buffer.concat(parts).subarray(0, most);
  switch (random.below(9)) {
    case 0:
    case 1: {
      const made = Buffer.from(bytes);
      if (made.length > 0) made[Math.min(at, made.length - 1)] ^= 1 << random.below(text ? 7 : 8);
      return made;
    }
    case 2: {
      const made = Buffer.from(bytes);
      if (made.length > 0) made[Math.min(at, made.length - 1)] = random.pick(NUMBERS) & (text ? 0x7f : 0xff);
      return made;
    }
    case 3: return join(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4: return join(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
    case 5: return join(bytes.subarray(0, at), random.pick(TEXTS), bytes.subarray(at));
    case 6: return join(bytes.subarray(0, at), random.pick(TEXTS), bytes.subarray(at + length));
    case 7: return Buffer.from(bytes.subarray(0, at));
    default: {
      const from = random.below(other.length + 1);
      return join(bytes.subarray(0, at), other.subarray(from, from + 1 + random.below(256)), bytes.subarray(at));
    }
  }
}

const VALUES = [null, true, 0, -1, 1.5, 2 ** 53, 1e308, -0, '', 'x', '\u0000', '\u202e', [], {}, [[]], 'A'.repeat(300), '__proto__', '2031-02-30T00:00:00Z', '0'.repeat(64), '340282366920938463463374607431768211455'];

/** One change to a value of JSON, somewhere in it. */
function changeValue(value, random) {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.length === 0 || random.below(6) === 0) {
    if (typeof value === 'string' && random.below(2) === 0) return changeBytes(Buffer.from(value), random, 4096, Buffer.from(value)).toString('utf8');
    if (typeof value === 'number' && random.below(2) === 0) return value + random.pick([1, -1, 0.5, 2 ** 32]);
    return random.pick(VALUES);
  }
  const key = random.pick(keys);
  const made = Array.isArray(value) ? [...value] : { ...value };
  const kind = random.below(10);
  if (kind === 0) return Array.isArray(made) ? made.filter((_, index) => index !== Number(key)) : Object.fromEntries(Object.entries(made).filter(([name]) => name !== key));
  if (kind === 1) return Array.isArray(made) ? [...made, made[key]] : { ...made, [random.pick(['x', '__proto__', key.slice(1), `${key}s`])]: made[key] };
  if (kind === 2) made[key] = made[random.pick(keys)];
  else made[key] = changeValue(made[key], random);
  return made;
}

/** RFC 8785 for what JSON.parse returned: keys sorted by UTF-16 units. It is the fuzzer's own, so that nothing is tested by itself. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort((a, b) => (a < b ? -1 : 1)).map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * An input made from another. JSON is changed as JSON three times in four, and then stays canonical; otherwise checks of the form would let nothing through.
 */
export function mutated(bytes, other, random, { json, text, most }) {
  const value = json && random.below(4) > 0 ? parsed(bytes) : undefined;
  if (value !== undefined) {
    let made = value;
    for (let i = random.below(3); i >= 0; i--) made = changeValue(made, random);
    return Buffer.from(canonical(made)).subarray(0, most);
  }
  let made = bytes;
  for (let i = random.below(4); i >= 0; i--) made = changeBytes(made, random, most, other, text && random.below(8) > 0);
  return made;
}
