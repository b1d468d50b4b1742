import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/crypto/bytes.js';
import { digestItem, type ItemHasher } from '../../src/crypto/item-digest.js';
import { NO_ITEM, readKeys, type KeyedRecords, type ReadKeysOptions } from '../../src/io/linkage/index.js';
import { DigestTable } from '../../src/io/linkage/digest-table.js';
import { asWritten, parseKey } from '../../src/linkage/index.js';
import { csv, failure } from './csv-files.js';

const PLAIN: ReadKeysOptions = { near: false, maxRows: 1000, keepCells: true };

function read(content: string, keys: readonly string[], more: Partial<ReadKeysOptions> = {}): Promise<KeyedRecords> {
  return readKeys({ file: csv(content) }, keys.map(parseKey), { ...PLAIN, ...more });
}

const messages = (keyed: KeyedRecords) => keyed.notices.map(({ message }) => message).join(' ');
const digestAt = (keyed: KeyedRecords, item: number) => toHex(keyed.digests.subarray(item * 32, item * 32 + 32));
const rulesOf = (keyed: KeyedRecords, row: number) => keyed.rules.filter((_, slot) => keyed.itemOf[row * keyed.rules.length + slot] !== NO_ITEM);

describe('readKeys', () => {
  it('gives each row its digest, and each digest once', async () => {
    const keyed = await read('id,more\nA1,x\n B2 ,y\nA1,z\n,w\n', ['id']);
    expect([keyed.rows, keyed.count, keyed.unusableRows, keyed.duplicateRows]).toEqual([4, 2, 1, 1]);
    expect([...keyed.itemOf]).toEqual([0, 1, 0, NO_ITEM]);
    expect(keyed.digests).toHaveLength(64);
    expect([digestAt(keyed, 0), digestAt(keyed, 1)]).toEqual(['A1', 'B2'].map((id) => toHex(digestItem('exact', [id]))));
    expect(messages(keyed)).toMatch(/1 row makes no key.*1 row makes the same keys/);
    expect(messages(keyed)).toContain('column "id": 1 cell is empty (line 5)');
    expect(messages(keyed)).not.toContain('A1');
  });

  it('keeps cells and payload as written, whatever they hold', async () => {
    const keyed = await read('a,b,c\n" x, ""y""",Ünï 😀,1\n,,0\n\uFEFFz,é,2\n', ['a', 'b:text'], { payload: ['c', 'a'] });
    expect([0, 1, 2].map((row) => keyed.cells(row))).toEqual([[' x, "y"', 'Ünï 😀'], ['', ''], ['\uFEFFz', 'é']]);
    expect([0, 1, 2].map((row) => keyed.payload(row))).toEqual([['1', ' x, "y"'], ['0', ''], ['2', '\uFEFFz']]);
    expect(() => keyed.cells(3)).toThrow(RangeError);
    expect((await read('a\nx\n', ['a'], { keepCells: false })).cells(0)).toEqual([]);
  });

  it('makes the same digests of the same people from files of another kind', async () => {
    const ours = await read('given,surname,born\nJürgen,Müller,1980-12-31\nÉva,Kovács,2000-02-29\n', ['given:name', 'surname:name', 'born:date']);
    const file = csv('nom;prenom;ne\r\nMUELLER;"Juergen ";31/12/1980\r\nKOVACS;Eva;29.02.2000\r\n');
    const theirs = await readKeys({ file, map: new Map([['given', 'prenom'], ['surname', 'nom'], ['born', 'ne']]) }, asWritten(['given:name', 'surname:name', 'born:date'].map(parseKey), { dateOrders: new Map([['born', 'dmy']]) }), PLAIN);
    expect(toHex(theirs.digests)).toBe(toHex(ours.digests));
  });

  it('takes a key that says little only from who is alone with it', async () => {
    const near = await read('given,surname,born\nAnn,Lee,1980-01-01\nAnn,Lee,1990-02-02\nBob,Ray,1970-03-03\nBob,Ray,1970-03-03\nCid,Mor,\nDot,Fay,\nDot,Fay,1950-05-05\n', ['given:name', 'surname:name', 'born:date'], { near: true });
    const alone = [0, 1, 2, 3, 4, 5, 6].filter((row) => rulesOf(near, row).includes('without born'));
    // Who has no date cannot be told apart from who has one.
    expect(alone).toEqual([2, 3, 4, 5, 6]);
    expect([near.unusableRows, near.duplicateRows]).toEqual([0, 1]);
    // What was taken out leaves no gap, and every item is somebody's.
    const used = new Set([...near.itemOf].filter((item) => item !== NO_ITEM));
    expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: near.count }, (_, i) => i));
    expect(digestAt(near, near.itemOf[2 * near.rules.length] ?? NO_ITEM)).toBe(toHex(digestItem('exact', ['bob', 'ray', '19700303'])));
    const slot = near.rules.indexOf('without born');
    expect(digestAt(near, near.itemOf[4 * near.rules.length + slot] ?? NO_ITEM)).toBe(toHex(digestItem('without born', ['cid mor'])));
  });

  it('gives a row with a part missing the keys that do not need it', async () => {
    const near = await read('given,surname,born\nAnn,,1980-01-01\nAnn,Lee,80-01-01\n,,1980-01-01\n', ['given:name', 'surname:name', 'born:date'], { near: true });
    expect(near.rules).toHaveLength(18);
    expect([rulesOf(near, 0), rulesOf(near, 1), rulesOf(near, 2)]).toEqual([['one name less, by beginning', 'one name less, by sound'], ['without born', ...Array<string>(2).fill('without born, one name as it is')], []]);
    expect(messages(near)).toMatch(/1 row makes no key.*2 rows make only some/);
  });

  it('ends at one row more than allowed', async () => {
    expect((await failure(read('id\n1\n2\n3\n', ['id'], { maxRows: 2 }))).code).toBe('INPUT_TOO_MANY');
    expect((await read('id\n1\n2\n', ['id'], { maxRows: 2 })).rows).toBe(2);
  });

  it('is the same over many batches and with a hasher whose memory is unaligned', async () => {
    const content = `id\n${Array.from({ length: 9001 }, (_, i) => (i % 7 === 3 ? '' : `id ${i % 6000}`)).map((id) => `"${id}"`).join('\n')}\n`;
    let calls = 0;
    const hasher: ItemHasher = (bytes, offsets, count) => {
      calls++;
      const out = new Uint8Array(count * 32 + 1).subarray(1);
      for (let i = 0; i < count; i++) {
        const parts = new TextDecoder().decode(bytes.subarray((offsets[i] ?? 0) + 28, offsets[i + 1]));
        out.set(digestItem('exact', [parts]), i * 32);
      }
      return out;
    };
    const [plain, other] = [await read(content, ['id'], { maxRows: 10_000 }), await read(content, ['id'], { maxRows: 10_000, hasher })];
    expect(calls).toBeGreaterThan(2);
    expect([plain.rows, plain.unusableRows]).toEqual([9001, Array.from({ length: 9001 }).filter((_, i) => i % 7 === 3).length]);
    expect(toHex(other.digests)).toBe(toHex(plain.digests));
    expect(other.itemOf).toEqual(plain.itemOf);
    for (const row of [0, 1, 2046, 2048, 2049, 8999]) expect(digestAt(plain, plain.itemOf[row] ?? NO_ITEM)).toBe(toHex(digestItem('exact', [`id ${row % 6000}`])));
  });
});

it('a table of digests tells apart those that differ in any byte, also where they begin alike', () => {
  const table = new DigestTable();
  const words = new Uint32Array(8);
  const indices = new Map<string, number>();
  for (let i = 0; i < 4000; i++) {
    words.fill(i % 3);
    words[1 + (i % 7)] = i >>> 2;
    const text = words.join();
    const before = table.count;
    const index = table.add(words, 0);
    expect(index).toBe(indices.get(text) ?? before);
    indices.set(text, index);
  }
  expect(table.count).toBe(indices.size);
});
