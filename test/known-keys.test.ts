import { afterAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeStore } from '../src/app/home-store.js';
import { areAllVerified, knownKeys } from '../src/app/known-keys.js';
import { encodePublicKey } from '../src/crypto/public-key.js';
import { locateHome } from '../src/io/home.js';
import { newIdentity } from '../src/io/identity-file.js';
import { addKnownParty } from '../src/io/known-parties.js';
import { english } from '../src/texts/en/index.js';
import type { Agreement } from '../src/session/agreement/types.js';

const folder = mkdtempSync(join(tmpdir(), 'mpc-known-'));
afterAll(() => rmSync(folder, { recursive: true }));

const me = newIdentity('Me');
let homes = 0;

/** Who takes part by which name, and who is known by which. */
async function look(takingPart: readonly (readonly [string, Uint8Array])[], knownBefore: readonly (readonly [string, Uint8Array])[]) {
  const home = locateHome({ MPC_HOME: join(folder, `${homes++}`) });
  for (const [name, key] of knownBefore) await addKnownParty(home, name, key);
  const parties = [['Me', me.publicKey] as const, ...takingPart].map(([name, key]) => ({ name, publicKey: encodePublicKey(key) }));
  const agreement = { parties, meeting: 'known keys' } as unknown as Agreement;
  const known = await knownKeys(homeStore(home), me, agreement);
  const { remarks } = known;
  return { areAllKnown: areAllVerified(known, agreement, me.publicKey), remarks: parties.slice(1).flatMap(({ publicKey }) => remarks.get(publicKey) ?? []).map((remark) => english.keys.remark(remark).replace(/\d{4}-\d\d-\d\d/, 'DAY')) };
}

describe('keys of an agreement beside the known parties', () => {
  const [a, b] = [newIdentity('A').publicKey, newIdentity('B').publicKey];

  it('are known under whatever name the user gave them', async () => {
    expect(await look([['Hospital South', a]], [['the south', a]])).toEqual({ areAllKnown: true, remarks: ['known to you as "the south"; key verified DAY'] });
    expect(await look([['Hospital South', a], ['North', b]], [['the south', a]])).toEqual({ areAllKnown: false, remarks: ['known to you as "the south"; key verified DAY', 'NOT among your known parties'] });
  });

  it('that look alike are told apart from each other, too', async () => {
    expect((await look([['Оxfam', a], ['Oxfam', b]], [])).remarks).toEqual([expect.stringContaining('looks like "Oxfam", who takes part, too') as string, expect.stringContaining('looks like "Оxfam", who takes part, too') as string]);
  });

  it('are refused where a known name stands by another key, as where two names were swapped', async () => {
    await expect(look([['South', b], ['North', a]], [['South', a], ['North', b]])).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });

  it.each([
    ['Оxfam', 'Oxfam', true],
    ['ΟΧΙΝ', 'Oxin', false],
    ['Мир', 'Mир', true],
    ['Care1', 'Carel', false],
  ])('of %s are told apart from %s, which looks the same', async (name, known, isMixed) => {
    const { areAllKnown, remarks } = await look([[name, b]], [[known, a]]);
    expect(areAllKnown).toBe(false);
    expect(remarks[0]).toContain(`looks like "${known}"`);
    if (isMixed && name !== 'Мир') expect(remarks[0]).toContain('several alphabets');
  });

  it.each(['Müller GmbH', 'Красный Крест', 'Ερυθρός Σταυρός', 'Refuge 2', 'Кит & Co'])('of %s raise no alarm', async (name) => {
    expect((await look([[name, b]], [['Someone', a]])).remarks).toEqual(['NOT among your known parties']);
  });
});
