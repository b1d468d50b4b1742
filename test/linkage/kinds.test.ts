import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { asWritten, normalisationOf, normaliserOf, parseKey, parseOwnRegion, rulesFor, whyUnusable } from '../../src/linkage/index.js';
import { PHONES_ID, SCHEMES_ID } from '../../src/linkage/rules.js';
import { REGIONS } from '../../src/linkage/tables/regions.js';
import { POSTCODES } from '../../src/linkage/tables/postcodes.js';
import { failure } from '../io/csv-files.js';

const partOf = (kind: string, cell: string) => normaliserOf([parseKey(`c:${kind}`)])([cell]).parts[0];
const whyNot = (kind: string, cell: string) => whyUnusable(cell, parseKey(`c:${kind}`));

/** Each line: a kind, the part of the key, and cells that are all that. */
const SAME: readonly (readonly [kind: string, part: string, ...cells: string[]])[] = [
  ['phone:NL', '+31612345678', '06-12345678', '0612345678', '(06) 12 34 56 78', '+31 (0)6 12345678', '(+31) 6 12345678', '0031612345678', '31612345678', '612345678', '612345678.0', "'0612345678", '="0612345678"', 'tel:+31612345678', '\u202a+31 6 12345678\u202c', '＋31612345678', '٠٦١٢٣٤٥٦٧٨', '06–12345678'],
  ['phone', '+31612345678', '+31 6 12345678', '+31.6.12.34.56.78', '0031 6 12345678'],
  ['phone:US', '+12025550143', '(202) 555-0143', '1 202 555 0143', '+1-202-555-0143', '202.555.0143'],
  ['phone:US', '+31612345678', '011 31 6 12345678', '0031612345678'],
  ['phone:RU', '+79123456789', '8 (912) 345-67-89', '+7 912 345 67 89'],
  ['phone:IT', '+390612345678', '06 1234 5678', '+39 06 12345678'],
  ['phone:NL', '+31612345678x5', '06-12345678 ext 5', '+31612345678;ext=5'],
  ['email', 'jan.de.vries@example.org', 'Jan.de.Vries@Example.ORG', ' jan.de.vries@example.org ', 'mailto:jan.de.vries@example.org?subject=x', 'Jan de Vries <jan.de.vries@example.org>', 'jan.de.vries@example.org.', 'jan.de.vries＠example.org'],
  ['email', 'info@xn--mller-kva.example', 'info@müller.example', 'INFO@MÜLLER.example', 'info@xn--mller-kva.example'],
  ['email', 'annalee@gmail.com', 'anna.lee@gmail.com', 'AnnaLee+news@googlemail.com'],
  ['email', 'anna+news@example.org', 'Anna+News@example.org'],
  ['iban', 'NL91ABNA0417164300', 'NL91 ABNA 0417 1643 00', 'nl91abna0417164300', 'IBAN: NL91-ABNA-0417-1643-00', 'ＮＬ91ABNA0417164300'],
  ['iban', 'GB82WEST12345698765432', 'GB82 WEST 1234 5698 7654 32'],
  ['iban', 'NO9386011117947', 'NO93 8601 1117 947'],
  ['plate', '12AB34', '12-AB-34', '12 ab 34', '12AB34'],
  ['plate', 'A123BC77', 'A123BC77', 'А123ВС 77', 'а123вс77'],
  ['plate', 'KÜNAB123', 'KÜN-AB 123', 'ku\u0308n ab 123'],
  ['plate', '京A12345', '京A·12345', '京a12345'],
  ['postcode', '1234AB', '1234 AB', '1234ab', 'NL-1234 AB'],
  ['postcode', 'SW1A1AA', 'SW1A 1AA', 'sw1a1aa'],
  ['postcode', '10115', '10115', 'D-10115', 'DE-10115', '10115.0', '１０１１５'],
  ['postcode', '1010', 'LV-1010', 'LV1010', '1010'],
  ['postcode:DE', '10115', 'D 10115', 'DE10115', 'D-10115'],
  ['postcode:US', '02134', '02134', '02134-1234', '021341234', 'US-02134'],
  ['postcode:GB', 'E16AN', 'E1 6AN', 'e16an'],
  ['id', 'AB123456', 'AB 123456', 'ab-123.456', 'АВ123456', ' ab123456 '],
  ['id', '0123', '0123', '01-23'],
  ['id', 'ΦΨ12', 'Φψ 12'],
  ['id:nl.bsn', '111222333', '111222333', '1112.22.333', '111 222 333'],
  ['id:nl.bsn', '10000008', '010000008', '10000008', '10000008.0'],
  ['id:gb.nino', 'HH012345D', 'HH 01 23 45 D', 'hh012345d'],
];

const APART: readonly (readonly [kind: string, ...cells: string[]])[] = [
  ['phone:NL', '06-12345678', '06-12345679', '06-12345678 ext 5', '+32 6 12345678'],
  ['email', 'anna@example.org', 'anna@example.com', 'an.na@example.org', 'anna+1@example.org', 'änna@example.org'],
  ['plate', 'FÜ-A 1', 'FU-A 1', 'FO-A 1', 'F0-A 1'],
  ['postcode', '1234', '12345', '01234', '1234AB', '1234-567'],
  ['id', '1', '01', '001', '1A', 'Ü1', 'U1', 'O1'],
];

const REFUSED: readonly { readonly kind: string; readonly why: RegExp; readonly cells: readonly string[] }[] = ([
  ['phone', /--region/, '06-12345678', '31612345678'],
  ['phone:NL', /not a phone number/, 'ask her mother', '112', '+31612345678000000', '06-12345678 / 020-1234567', '06-1234 5678 (mobiel)', '+999 12345678'],
  ['phone:NL', /rounded/, '6.12346E+08', '6,12346E+8'],
  ['email', /not an e-mail/, 'anna', 'anna@', '@example.org', 'anna@localhost', 'an na@example.org', 'anna@exa mple.org', 'www.example.org', '+x@gmail.com', `${'a'.repeat(65)}@example.org`],
  ['email', /more than one/, 'anna@example.org; bob@example.org', 'a@b.nl,c@d.nl'],
  ['iban', /check digits do not fit/, 'NL91ABNA0417164301', 'NL92ABNA0417164300', 'GB82WEST12345698765423'],
  ['iban', /not an IBAN/, '0417164300', 'NL** **** **** 4300', 'NL01ABNA0417164300', 'NL91', 'NL91ABNA041716430O41716430O41716430O'],
  ['plate', /longer/, 'the blue one in the street'],
  ['postcode', /not a postcode/, '1010 Wien', 'Amsterdam', '12345678901', '1234ABCD'],
  ['postcode:DE', /not a postcode as in DE/, '1010', '1234 AB', '115'],
  ['postcode:NL', /not a postcode as in NL/, '1234', '0123 AB'],
  ['id', /rounded/, '1.23457E+11', '1,23457E+11'],
  ['id:nl.bsn', /no nl\.bsn/, '111222334', '12', 'AB123456'],
] as const).map(([kind, why, ...cells]) => ({ kind, why, cells }));

describe('kinds of numbers and codes', () => {
  it.each(SAME)('%s: %s, however it is written', (kind, part, ...cells) => {
    expect(cells.map((cell) => [cell, partOf(kind, cell)])).toEqual(cells.map((cell) => [cell, part]));
  });

  it.each(APART)('%s: two are two', (kind, ...cells) => {
    const parts = cells.map((cell) => partOf(kind, cell));
    expect(parts).not.toContain('');
    expect(new Set(parts).size).toBe(cells.length);
  });

  it.each(REFUSED)('$kind is no key, and says $why', ({ kind, why, cells }) => {
    for (const cell of cells) {
      expect([cell, partOf(kind, cell)]).toEqual([cell, '']);
      expect(whyNot(kind, cell)).toMatch(why);
      expect(whyNot(kind, cell)).not.toContain(cell);
    }
  });

  it.each(['phone:NL', 'email', 'iban', 'plate', 'postcode:DE', 'id', 'id:nl.bsn'])('%s: what is empty or stands for nothing makes no key', (kind) => {
    for (const cell of ['', ' ', '-', '0000', 'unknown', 'n/a', 'NULL']) expect([cell, partOf(kind, cell)]).toEqual([cell, '']);
    expect(whyNot(kind, '  ')).toBe('empty');
  });

  it('a part is read as itself, and no cell breaks them', () => {
    for (const kind of ['phone:NL', 'email', 'iban', 'plate', 'postcode', 'postcode:US', 'id', 'id:nl.bsn', 'id:fr.nir']) {
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 25 }), fc.stringMatching(/^[+(]{0,2}[0-9A-Za-z .@-]{1,20}$/)), (cell) => {
          const part = partOf(kind, cell) ?? '';
          if (part !== '') expect(partOf(kind, part)).toBe(part);
          else expect(whyNot(kind, cell)).not.toBe('');
        }),
        { numRuns: 300 },
      );
    }
  });

  it('a file may be written in another country’s way, and its keys are the same', () => {
    const agreed = [parseKey('mobile:phone:NL'), parseKey('home:phone:NL'), parseKey('post:postcode')];
    const theirs = asWritten(agreed, { regions: new Map([[undefined, 'BE'], ['home', 'DE']]) });
    expect(theirs.map(({ region }) => region)).toEqual(['BE', 'DE', 'BE']);
    expect(normaliserOf(theirs)(['0470 12 34 56', '030 1234567', 'B-1000']).parts).toEqual(['+32470123456', '+49301234567', '1000']);
    expect(asWritten(agreed, {})).toEqual(agreed);
  });
});

describe('what is agreed on', () => {
  it('names the libraries where their tables decide, in the versions that are installed', () => {
    expect(normalisationOf([parseKey('a'), parseKey('b:id'), parseKey('c:email')], false)).toBe('keys/4 any-ascii/0.3.3');
    expect(normalisationOf([parseKey('a:phone'), parseKey('b:id:nl.bsn')], true)).toBe(`keys/4 any-ascii/0.3.3 ${PHONES_ID} ${SCHEMES_ID} near/4`);
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
    const versionOf = (name: string) => (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
    for (const [name, id] of [['libphonenumber-js', PHONES_ID], ['stdnum', SCHEMES_ID]] as const) expect([`${name}/${dependencies[name] ?? ''}`, `${name}/${versionOf(name)}`]).toEqual([id, id]);
  });

  it('has the countries of the library', () => {
    const { getCountries } = createRequire(import.meta.url)('libphonenumber-js/min') as { getCountries: () => string[] };
    expect([...REGIONS]).toEqual(getCountries());
    expect([...POSTCODES.keys()].filter((region) => !REGIONS.has(region))).toEqual([]);
  });

  it('is read from --key and --region', async () => {
    expect(parseKey('m:phone:nl')).toEqual({ name: 'm', type: 'phone', region: 'NL' });
    expect(parseKey('m:postcode:UK')).toEqual({ name: 'm', type: 'postcode', region: 'GB' });
    expect(parseKey('n:ID:NL.BSN')).toEqual({ name: 'n', type: 'id', scheme: 'nl.bsn' });
    expect([parseOwnRegion('de'), parseOwnRegion('a=b=BE')]).toEqual([[undefined, 'DE'], ['a=b', 'BE']]);
    for (const bad of ['m:phone:31', 'm:phone:Netherlands', 'm:postcode:XX', 'n:id:nl.nothing', 'n:id:../x.y', 'n:id:nl.index', 'e:email:NL', 'i:iban:NL']) expect([bad, (await failure(Promise.resolve().then(() => parseKey(bad)))).code]).toEqual([bad, 'USAGE']);
    for (const bad of ['=NL', 'm=', 'Holland']) expect([bad, (await failure(Promise.resolve().then(() => parseOwnRegion(bad)))).code]).toEqual([bad, 'USAGE']);
  });

  it('near rules ask for them as they are', () => {
    const slots = rulesFor([parseKey('name:name'), parseKey('born:date'), parseKey('mobile:phone')], true).map(({ rule }) => rule);
    expect(slots).toContain('without mobile');
  });
});
