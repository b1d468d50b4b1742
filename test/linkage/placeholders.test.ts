import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { normaliserOf, parseKey, parsePlaceholders } from '../../src/linkage/index.js';
import { DUMMIES } from '../../src/linkage/dummies.js';
import { isNoName, isNoText, isNoValue, placeholderTest } from '../../src/linkage/placeholders.js';

const partOf = (kind: string, cell: string, added: readonly string[] = []) => normaliserOf([parseKey(`c:${kind}`)], added)([cell]).parts[0];

const EVERYWHERE = [
  ...['unknown', 'UNKNOWN', 'Unknown', '(unknown)', '<unknown>', 'unknown?', ' unknown ', 'Unknown, Unknown', 'N.N.', 'n. n.', 'n/a', 'N/A', 'N / A', '#N/A', '#REF!', 'FNU', 'not_available', 'Nomen Nescio', 'unbek.', '(leer)', '(vide)', '(en blanco)', 'XX-XX-XXXX'],
  ...['0000', '000', '00-00-0000', '000 000', '٠٠٠٠', '-', '--', '—', '?', '???', '***', '.', '/', 'xxx', 'XXXX', 'null', 'NULL', 'none', 'NaN', 'n.a.', 'k.A.', 'k. A.'],
  ...['Keine Angabe', 'non renseigné', 'inconnu', 'onbekend', 'não informado', 'bilinmiyor', 'неизвестно', 'Неизвестно', 'невідомо', 'άγνωστο', 'غير معروف', 'مجهول', 'לא ידוע', '不明', '不详', '미상', 'अज्ञात', 'ไม่ทราบ'],
];

const PEOPLE = ['Null', 'None', 'Xxx', 'No', 'NO', 'Na', 'NA', 'na', 'Nan', 'NAN', 'nan', 'Nil', 'NIL', 'Blank', 'BLANK', 'Brak', 'Nn', 'N.A.', 'K.A.', 'N. A.', 'Неизвестный', 'Neznámý', 'Khổng Cơ', 'Unknown Smith', 'O', 'Ng', 'Xx', 'Kaya', 'Jo'];

describe('a placeholder', () => {
  it.each(EVERYWHERE)('%s makes no part of a key in any kind of column', (cell) => {
    for (const kind of ['exact', 'text', 'name', 'date']) expect([kind, partOf(kind, cell)]).toEqual([kind, '']);
  });

  it.each(PEOPLE)('is not seen in the name %s', (cell) => {
    expect(partOf('name', cell)).not.toBe('');
  });

  it.each(['Null', 'None', 'Xxx', 'Blank', 'K.A.', '0', '00', '0.00', '0,000', '100', '9999', '99', 'No', 'no', '-5', '12-000'])('is not seen in the text %s', (cell) => {
    expect(partOf('text', cell)).not.toBe('');
  });

  it.each(['0', '00', '0.00', '0,00', '9999', 'A-000', 'no', 'xx', '+', 'X1'])('is not seen in %s, as written', (cell) => {
    expect(partOf('exact', cell)).not.toBe('');
  });

  it.each(['NA', 'na', 'nan', 'nil', 'None', 'Null'])('%s stands for nothing in what holds no names', (cell) => {
    expect(partOf('exact', cell)).toBe('');
  });

  it.each([
    ['email', ['none@none.com', 'NoEmail@clinic.org', 'no.email@gmail.com', 'unknown@unknown.com', 'test@test.com', 'test@gmail.com', 'noreply@x.org', 'a@a.com', 'test@example.com', 'none@example.org', 'geen@geen.nl', 'keine@keine.de', 'sin.correo@hospital.es', 'not-provided@x.org', 'noemail123@x.org']],
    ['phone:NL', ['000000000', '0000000000', '0600000000', '+31000000000', '06-00000000', '111111111', '9999999999', '0123456789', '1234567890']],
    ['id', ['000000000', '99999999', '111-111-111', 'AAAAAA', 'A0000000', 'Pending', 'applied for', 'XXXX']],
    ['plate', ['00-00-00', 'AAAAAA']],
    ['postcode', ['0000', '9999', '0000 AA', 'ZZ99 9ZZ']],
    ['exact', ['99999999', '-999', '\\N', '(blank)']],
    ['text', ['99999999', '-999', '\\N']],
    ['name', ['0', '00', '999', '-1', '\\N', '(blank)', '<none>', '[null]', 'UNK', 'see above', 'Baby Girl', 'test test', 'null null', 'N N', 's/n', 'declined']],
  ])('of a column of %s is what stands for nobody there', (kind, cells) => {
    for (const cell of cells) expect([cell, partOf(kind, cell)]).toEqual([cell, '']);
  });

  it.each([
    ['email', ['anna@example.com', 'x@y.invalid', 'anna.none@gmail.com', 'info@none.org', 'ab@ab-consulting.com', 'tester@acme.com', 'noemi@x.org', 'bo@bo.dk', 'test@acme.com', 'nonel@none.com']],
    ['phone:NL', ['0612345678', '020 1111112', '0800 0000', '+31 6 11111112']],
    ['id', ['9999', '999999', '1111111', 'P000000', '1111', '2222', '1234567', '123456789', '12345678Z', '10000000', 'AAAA', 'A000001', '99998', '0001']],
    ['postcode', ['1000', '9990', '12345', '1234 AA', '99950']],
    ['exact', ['9999', '99999', '9999999', '999', '-1', '9999.5', '99 99']],
    ['name', ['Noel Test', 'Test', 'Baby', 'Test Testa', 'Unka', 'Lost', 'Pending']],
  ])('of a column of %s is not what somebody may have', (kind, cells) => {
    for (const cell of cells) expect([cell, partOf(kind, cell) === '']).toEqual([cell, false]);
  });

  it('is also what an agreement adds, a date however it is written', () => {
    expect(partOf('exact', '9999', ['9999'])).toBe('');
    expect(partOf('name', 'To Follow', ['to follow'])).toBe('');
    expect(partOf('name', 'Null', ['Null'])).toBe('');
    for (const [kind, cell] of [['date', '1900-01-01'], ['date:dmy', '01/01/1900'], ['date', '1900-01-01 00:00:00']] as const) expect(partOf(kind, cell, ['1900-01-01'])).toBe('');
    expect(partOf('date:dmy', '02/01/1900', ['1900-01-01'])).toBe('19000102');
    expect(normaliserOf([parseKey('c:date:dmy')], ['1900-01-01'])(['1.1.1900']).parts).toEqual(['']);
  });

  it('leaves the other columns as they are, and says which column it stands in', () => {
    const row = normaliserOf([parseKey('given:name'), parseKey('surname:name')])(['N.N.', 'Smith']);
    expect([row.parts, row.placeholders, row.near().names]).toEqual([['', 'smith'], [0], ['', 'smith']]);
    expect(normaliserOf([parseKey('given:name')])(['Ann']).placeholders).toBeUndefined();
  });

  it('is read once each from what users add', () => {
    expect(parsePlaceholders([' 9999 ', '9999', 'to follow'])).toEqual(['9999', 'to follow']);
    for (const bad of ['', ' ', '--', 'x'.repeat(101)]) expect(() => parsePlaceholders([bad])).toThrow('--placeholder');
  });

  it('is told quickly as it is told slowly', () => {
    const words = fc.oneof(fc.constantFrom(...EVERYWHERE, ...PEOPLE), fc.string({ unit: 'grapheme', maxLength: 6 }), fc.stringMatching(/^[NnUuXx0-9./ -]{1,5}$/), fc.stringMatching(/^[NnXxLl][AaLlXx][A-Za-z0-9]{0,3}$/));
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 2 }), fc.constantFrom(' ', '', ', ', '_'), (parts, between) => {
        const cell = parts.join(between);
        if (cell === '') return;
        expect([placeholderTest('name')(cell), placeholderTest('text')(cell), placeholderTest('exact')(cell)]).toEqual([isNoName(cell) || DUMMIES.name?.(cell) === true, isNoText(cell) || DUMMIES.text?.(cell) === true, isNoValue(cell) || DUMMIES.exact?.(cell) === true]);
      }),
    );
  });
});
