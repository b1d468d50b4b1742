import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../src/crypto/ed25519.js';
import { toHex } from '../../src/crypto/bytes.js';
import { randomBytes } from '../../src/crypto/random.js';
import type { Home } from '../../src/io/home.js';
import { newIdentity, type Identity } from '../../src/io/identity-file.js';
import { addKnownParty, removeKnownParty, rotateKnownParty } from '../../src/io/known-parties.js';
import { charge, setLimit, standings, wouldRefuse, type Standing } from '../../src/io/ledger.js';
import { DEFAULT_KNOWN, DEFAULT_OTHERS, MAX_ITEMS, readLedger } from '../../src/io/ledger-file.js';
import { makeRotation, verifyRotation } from '../../src/io/rotation.js';
import { compileInto } from './compiled-source.js';
import { temporaryFolder, temporaryHome } from './temporary-home.js';

const newKey = () => publicKeyOf(generateSecretKey());
const DAY = 86_400_000;
const START = Date.parse('2030-01-02T03:04:05Z');
const on = (day: number) => new Date(START + day * DAY);
const session = toHex(randomBytes(32));
const digest = toHex(randomBytes(32));
const refused = { code: 'LEDGER_LIMIT', exit: 4 };

async function test(home: Home, publicKey: Uint8Array, items: number, day = 0): Promise<Standing> {
  return charge(home, { publicKey, items, session, digest, now: on(day) });
}

async function used(home: Home, name: string | undefined, day = 0): Promise<number | undefined> {
  const { parties, others } = await standings(home, on(day));
  return name === undefined ? others.used : parties.find(({ party }) => party.name === name)?.used;
}

async function rotated(home: Home, name: string, old: Identity): Promise<Identity> {
  const next = newIdentity(name);
  await rotateKnownParty(home, name, verifyRotation(makeRotation(old, next, on(0))));
  return next;
}

describe('the ledger', () => {
  it('lets a known party test up to its limit, in any stretch of the period, and then no more', async () => {
    const home = temporaryHome();
    const [a, b] = [newKey(), newKey()];
    await addKnownParty(home, 'A', a);
    await addKnownParty(home, 'B', b);
    await setLimit(home, 'known', { items: 100 });
    expect(await test(home, a, 60, 0)).toMatchObject({ used: 60, remaining: 40, items: 100, freesAt: START + 30 * DAY });
    expect(await test(home, a, 40, 10)).toMatchObject({ used: 100, remaining: 0 });
    const before = readFileSync(home.ledger, 'utf8');
    await expect(test(home, a, 1, 29.9)).rejects.toMatchObject({ ...refused, message: expect.stringMatching(/^"A" may test 100 items in 30 days here, was let test 100, .* 2030-02-01 03:04 UTC\.$/) as string });
    expect(readFileSync(home.ledger, 'utf8')).toBe(before);
    // The first 60 count for 30 days to the millisecond, the 40 for 10 days more.
    await expect(charge(home, { publicKey: a, items: 1, session, digest, now: new Date(START + 30 * DAY - 1) })).rejects.toMatchObject(refused);
    expect(await test(home, a, 60, 30)).toMatchObject({ used: 100 });
    await expect(test(home, a, 1, 39)).rejects.toMatchObject(refused);
    expect(await test(home, a, 40, 40)).toMatchObject({ used: 100 });
    // Others' counts are their own.
    expect(await test(home, b, 100, 40)).toMatchObject({ used: 100 });
    expect(statSync(home.ledger).mode & 0o777).toBe(0o600);
    expect(readdirSync(home.state).sort()).toEqual(['ledger.json', 'parties.json']);
  });

  it('says beforehand what it would refuse, and enters nothing by that', async () => {
    const home = temporaryHome();
    const key = newKey();
    await setLimit(home, 'others', { items: 7 });
    await setLimit(home, 'known', { items: 9 });
    const before = readFileSync(home.ledger);
    expect(await wouldRefuse(home, { publicKey: key, items: 7, now: on(0) })).toBeUndefined();
    expect(await wouldRefuse(home, { publicKey: key, items: 8, now: on(0) })).toMatchObject(refused);
    await addKnownParty(home, 'A', key);
    expect(await wouldRefuse(home, { publicKey: key, items: 9, now: on(0) })).toBeUndefined();
    expect(await wouldRefuse(home, { publicKey: key, items: 10, now: on(0) })).toMatchObject(refused);
    expect(readFileSync(home.ledger)).toEqual(before);
  });

  it('refuses no session for its size alone where nobody has set a limit, but a loop of them', async () => {
    const home = temporaryHome();
    const [known, other, another] = [newKey(), newKey(), newKey()];
    await addKnownParty(home, 'A', known);
    const large = 4 * DEFAULT_KNOWN.items;
    for (let i = 0; i < 10; i++) await test(home, known, large);
    await expect(test(home, known, 1)).rejects.toMatchObject(refused);
    expect(await test(home, other, 4 * DEFAULT_OTHERS.items)).toMatchObject({ remaining: 0 });
    await expect(test(home, another, 1)).rejects.toMatchObject(refused);
    // A limit that somebody set holds as it is.
    await setLimit(home, { name: 'A' }, { items: large });
    expect(await wouldRefuse(home, { publicKey: known, items: large, now: on(31) })).toBeUndefined();
    expect(await wouldRefuse(home, { publicKey: known, items: large + 1, now: on(31) })).toMatchObject(refused);
  });

  it('has one small count for all keys that are not known, however many are made', async () => {
    const home = temporaryHome();
    const [a, b] = [newKey(), newKey()];
    await setLimit(home, 'others', { items: 10 });
    await test(home, a, 6);
    await expect(test(home, b, 5)).rejects.toMatchObject({ ...refused, message: expect.stringMatching(/^All parties whose keys you have not verified, together, may test 10/) as string });
    await test(home, b, 4);
    await expect(test(home, newKey(), 1)).rejects.toMatchObject(refused);
    // Who is verified has a limit of its own, and what it tested before counts in it as in the common one.
    await addKnownParty(home, 'A', a);
    expect([await used(home, 'A'), await used(home, undefined)]).toEqual([6, 10]);
    await test(home, a, 100);
    expect([await used(home, 'A'), await used(home, undefined)]).toEqual([106, 10]);
    // Who is removed is held to the common limit, with all that it used.
    await removeKnownParty(home, 'A');
    await setLimit(home, 'others', { items: 50 });
    await expect(test(home, a, 1)).rejects.toMatchObject(refused);
    await test(home, newKey(), 40);
  });

  it('goes on counting when a key is rotated, replaced by hand, or put under another name', async () => {
    const home = temporaryHome();
    const first = newIdentity('A');
    await addKnownParty(home, 'A', first.publicKey);
    await setLimit(home, { name: 'A' }, { items: 100 });
    await test(home, first.publicKey, 30);
    const second = await rotated(home, 'A', first);
    expect(await test(home, second.publicKey, 30)).toMatchObject({ used: 60 });
    const third = await rotated(home, 'A', second);
    expect(await used(home, 'A')).toBe(60);
    await expect(test(home, third.publicKey, 41)).rejects.toMatchObject(refused);
    // A key that was given up is nobody's, and held to the others' limit; what it used still counts.
    expect((await wouldRefuse(home, { publicKey: first.publicKey, items: DEFAULT_OTHERS.items - 59, now: on(0) }))?.code).toBe('LEDGER_LIMIT');
    // By hand, as after a theft: the name tells.
    await removeKnownParty(home, 'A');
    await addKnownParty(home, 'A', newKey());
    expect(await used(home, 'A')).toBe(60);
    // Under another name, with a key that followed from those charged: the successions tell.
    await removeKnownParty(home, 'A');
    await addKnownParty(home, 'Other', third.publicKey);
    expect(await used(home, 'Other')).toBe(60);
  });

  it('gains nothing from a clock that is set back', async () => {
    const home = temporaryHome();
    const key = newKey();
    await addKnownParty(home, 'A', key);
    await setLimit(home, 'known', { items: 100 });
    await test(home, key, 50, 0);
    // Set back by a year, and charged: nothing was freed, and what is charged then does not look old afterwards.
    await expect(test(home, key, 51, -365)).rejects.toMatchObject(refused);
    await test(home, key, 50, -365);
    expect(await used(home, 'A', -365)).toBe(100);
    expect(await used(home, 'A', 29)).toBe(100);
    await expect(test(home, key, 1, 29)).rejects.toMatchObject(refused);
    expect(await used(home, 'A', 30)).toBe(0);
    expect((await readLedger(home)).entries.map(({ time }) => time)).toEqual([START, START]);
  });

  it('drops what is too old for any period, and keeps the rest for a period that is made longer', async () => {
    const home = temporaryHome();
    const key = newKey();
    await addKnownParty(home, 'A', key);
    for (const day of [0, 100, 366, 367]) await test(home, key, 1, day);
    expect((await readLedger(home)).entries).toHaveLength(3);
    expect(await used(home, 'A', 367)).toBe(2);
    await setLimit(home, 'known', { periodMs: 366 * DAY });
    expect(await used(home, 'A', 367)).toBe(3);
  });

  it('has a limit for all known parties, one for the others, and exceptions that can be taken back', async () => {
    const home = temporaryHome();
    await addKnownParty(home, 'A', newKey());
    await addKnownParty(home, 'B', newKey());
    const limits = async () => {
      const { parties, others } = await standings(home, on(0));
      return [...parties, others].map(({ items, periodMs }) => [items, periodMs / DAY]);
    };
    expect(await limits()).toEqual([[500_000, 30], [500_000, 30], [50_000, 30]]);
    await setLimit(home, { name: 'A' }, { items: 7, periodMs: 7 * DAY });
    await setLimit(home, 'known', { items: 8 });
    await setLimit(home, 'others', { items: 0 });
    expect(await limits()).toEqual([[7, 7], [8, 30], [0, 30]]);
    await expect(test(home, newKey(), 1)).rejects.toMatchObject(refused);
    await setLimit(home, { name: 'A' }, 'default');
    expect(await limits()).toEqual([[8, 30], [8, 30], [0, 30]]);
    await expect(setLimit(home, { name: 'C' }, { items: 1 })).rejects.toMatchObject({ code: 'PARTY_UNKNOWN' });
    for (const bad of [{ items: -1 }, { items: 1.5 }, { items: MAX_ITEMS + 1 }, { periodMs: 1000 }, { periodMs: 367 * DAY }, { items: NaN }]) {
      await expect(setLimit(home, 'known', bad)).rejects.toMatchObject({ code: 'USAGE' });
    }
    for (const bad of [0, -1, 0.5, NaN, MAX_ITEMS + 1]) await expect(test(home, newKey(), bad)).rejects.toThrow(RangeError);
  });

  it('is refused when damaged, edited, or open to others, and never begun anew', async () => {
    const home = temporaryHome();
    const key = newKey();
    await test(home, key, 5, 0);
    await test(home, key, 5, 1);
    const good = readFileSync(home.ledger, 'utf8');
    const value = JSON.parse(good) as { entries: Record<string, unknown>[]; limits: Record<string, unknown>; successions: unknown[] };
    const [first = {}, second = {}] = value.entries;
    const withEntry = (change: object) => ({ ...value, entries: [{ ...first, ...change }, second] });
    const damaged: unknown[] = [null, [], {}, { ...value, format: 'mpc-ledger/2' }, { ...value, extra: 1 }, { ...value, limits: {} }, { ...value, entries: [second, first] },
      ...[{ items: 0 }, { items: -5 }, { items: 0.5 }, { items: '5' }, { publicKey: 'mpc1' }, { session: 'x' }, { digest: '' }, { time: -1 }, { time: 1e300 }, { name: '' }, { name: '\n' }, { extra: 1 }].map(withEntry),
      { ...value, successions: [{ oldKey: 'a', newKey: 'b' }] }, { ...value, limits: { ...value.limits, known: { items: 1, periodMs: 1 } } }];
    const texts = [...damaged.map((each) => `${JSON.stringify(each, null, 1)}\n`), '', '{', good.slice(0, -2), `${good} `, good.replace('"items": 5', '"items": 5, "items": 1'), `${JSON.stringify(value)}\n`, `\ufeff${good}`, 'x'.repeat(17 * 1024 * 1024)];
    for (const text of texts) {
      writeFileSync(home.ledger, text);
      for (const act of [() => test(home, key, 1), () => standings(home), () => wouldRefuse(home, { publicKey: key, items: 1 }), () => setLimit(home, 'known', { items: 1 })]) {
        await expect(act()).rejects.toMatchObject({ code: 'LEDGER_INVALID', exit: 4 });
      }
      expect(readFileSync(home.ledger, 'utf8')).toBe(text);
    }
    writeFileSync(home.ledger, good);
    expect(await used(home, undefined, 1)).toBe(10);
    chmodSync(home.ledger, 0o644);
    await expect(test(home, key, 1, 1)).rejects.toMatchObject({ code: 'IDENTITY_READABLE' });
  });
});

describe('processes that charge at the same time', () => {
  const script = `
    import { locateHome } from './io/home.js';
    import { charge } from './io/ledger.js';
    const publicKey = Uint8Array.from(Buffer.from(process.argv[2], 'hex'));
    let done = 0;
    for (let i = 0; i < 12; i++) {
      const charged = await charge(locateHome(), { publicKey, items: 7, session: process.argv[3], digest: process.argv[3] }).catch((error) => { if (error.code !== 'LEDGER_LIMIT') throw error; });
      if (charged !== undefined) done++;
    }
    console.log(done);`;

  it('never exceed the limit, use it up, and get over one that died with the lock before it wrote', async () => {
    const code = compileInto(temporaryFolder());
    const home = temporaryHome();
    const key = newKey();
    await addKnownParty(home, 'A', key);
    await setLimit(home, 'known', { items: 100 });
    // One that holds the lock and has not written yet, when it is killed.
    const holding = `
      import { locateHome } from './io/home.js';
      import { changeLedger } from './io/ledger-file.js';
      setInterval(() => undefined, 1000);
      await changeLedger(locateHome(), () => { console.log('locked'); return new Promise(() => undefined); });`;
    writeFileSync(join(code, 'hold.js'), holding);
    writeFileSync(join(code, 'charge.js'), script);
    const env = { MPC_HOME: home.config };
    const holder = spawn(process.execPath, [join(code, 'hold.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    expect(existsSync(`${home.ledger}.lock`)).toBe(true);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(existsSync(`${home.ledger}.lock`)).toBe(true);
    const counts = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = spawn(process.execPath, [join(code, 'charge.js'), toHex(key), session], { env, stdio: ['ignore', 'pipe', 'inherit'] });
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        const [exit] = (await once(child, 'close')) as [number | null];
        expect(exit).toBe(0);
        return Number(out);
      }),
    );
    expect(counts.reduce((a, b) => a + b)).toBe(14);
    const { parties } = await standings(home);
    expect(parties.map(({ used: count, remaining }) => [count, remaining])).toEqual([[98, 2]]);
    expect(readdirSync(home.state).sort()).toEqual(['ledger.json', 'parties.json']);
  });

  it('find the old ledger whole where one died while it wrote', async () => {
    const home = temporaryHome();
    const key = newKey();
    await test(home, key, 5, 0);
    // What a crash between writing and renaming leaves: half of the next ledger beside, and the lock of a dead process.
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(`${home.ledger}.0123456789ab.tmp`, readFileSync(home.ledger).subarray(0, 50));
    writeFileSync(`${home.ledger}.lock`, JSON.stringify({ host: hostname(), pid: dead, id: 'x' }));
    expect(await test(home, key, 5, 0)).toMatchObject({ used: 10 });
  });

  it('refuse where the ledger cannot be written, having charged nothing', async () => {
    const home = temporaryHome();
    mkdirSync(home.state, { recursive: true });
    // A folder in its index: neither readable as a file nor replaceable.
    mkdirSync(home.ledger);
    await expect(test(home, newKey(), 1)).rejects.toMatchObject({ code: 'LEDGER_INVALID' });
  });
});
