/** Programs of nearly 64 KiB, the most there may be, by shape: what a stage works out twice shows in one of them. */
const MOST = 64 * 1024;

const repeated = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join('');
const joined = (count, between, part) => Array.from({ length: count }, (_, i) => part(i)).join(between);
const head = (fields = '    x: 0..9\n') => `tally 1\nanalysis "Large"\ngroup g of 3..64\nfrom each of g, at most 1_000_000 rows as staff:\n    kind: one of "a", "b"\n${fields}`;
const END = 'reveal how_many = count(staff) to everyone\n';

/** Lines until the text is full. */
function filled(start, line, end = END, most = 190) {
  let text = start;
  let bytes = Buffer.byteLength(start + end);
  for (let i = 0; i < most; i++) {
    const next = line(i);
    bytes += Buffer.byteLength(next);
    if (bytes > MOST) break;
    text += next;
  }
  return text + end;
}

const long = (i) => `field_with_a_rather_long_name_${i}`;
const fields = (count) => repeated(count, (i) => `    ${long(i)}: 0.00..500_000.00 unit "EUR a year"\n`);
const nested = (depth, open, inner, close) => open.repeat(depth) + inner + close.repeat(depth);

const WHOLE = {
  'tables of many columns': filled(`${head(fields(150))}table t by kind of staff:\n`, (i) => `    c${i} = (sum(${long(i % 150)} where ${long((i * 7) % 150)} > ${i} and kind = "a") + sum(${long((i + 1) % 150)}) + mean(${long((i + 2) % 150)} where kind = "b")) rounded to 0.01\n`, 'reveal t to everyone\n    hide where count() < 3\n'),
  'many statements': filled(head(fields(20)), (i) => `let v${i} = ${joined(6, ' + ', (k) => `sum(${long((i + k) % 20)} of staff)`)}\n`),
  'long expressions': filled(head(), (i) => `let v${i} = ${joined(160, ' + ', (k) => `(${k} * ${i})`)}\n`),
  'one long sum': `${head(repeated(500, (i) => (i % 190 === 0 && i > 0 ? `from each of g, at most 9 rows as staff${i}:\n` : '') + `    ${'f'.repeat(40)}${i}: 0..9\n`))}let v = ${joined(190, ' + ', (k) => `sum(${'f'.repeat(40)}${k} of staff)`)}\nreveal v to everyone\n`,
  'long conditions': filled(head(fields(3)), (i) => `let v${i} = count(staff where ${joined(180, ' or ', (k) => `${long(k % 3)} > ${1000 * i + k}`)})\nreveal v${i} to everyone\n`, END, 9),
  'deep nesting': filled(head(), (i) => `let v${i} = ${nested(60, '(1 + ', `sum(x of staff where x > ${i % 9})`, ')')}\n`),
  'deep nesting of calls': filled(head(), (i) => `    y${i} = ${nested(60, 'max(1, ', 'x', ')')}\n`),
  'deep choices': filled(head(), (i) => `    y${i} = ${joined(60, ' else ', (k) => `if x > ${k % 9} then ${k}`)} else 0\n`),
  'chains of choices between texts': filled(head(), (i) => `    y${i} = ${joined(60, ' else ', (k) => `if x > ${k % 9} then "${i} of ${k}"`)} else "none"\n`),
  'many reveals': filled(head(fields(20)), (i) => `reveal r${i} = sum(${long(i % 20)} of staff where ${long((i + 1) % 20)} > ${i} and ${long((i + 2) % 20)} < ${1000 + i} and not (kind = "a")) as "the total of ${i}, which is one of many" to everyone only if count(staff where ${long((i + 1) % 20)} > ${i}) >= 10 and contributors(staff) >= 3, counts shown\n`, ''),
  'many tables with limits': filled(head(fields(20)), (i) => `table t${i} by kind of staff where ${long(i % 20)} > ${i}:\n    n${i} = count()\n    m${i} = count(where ${long((i + 1) % 20)} < ${i + 9})\n    s${i} = sum(${long((i + 2) % 20)})\nreveal t${i} to everyone\n    hide where n${i} < 10, counts shown\n    hide s${i} where m${i} < ${3 + i}, counts shown\n`, END, 95),
  'chains of names': filled(head(fields(3)), (i) => `let v${i} = ${i === 0 ? `sum(${long(0)} of staff)` : joined(40, ' + ', (k) => `v${Math.max(0, i - 1 - (k % 20))}`)} rounded to 1000000000\n`, 'reveal v9 to everyone\n', 60),
  'chains of columns': filled(head(), (i) => `    y${i} = ${i === 0 ? 'x' : joined(40, ' + ', (k) => `y${Math.max(0, i - 1 - (k % 20))}`)} rounded to 1000000000\n`, 'reveal total = sum(y9 of staff) to everyone\n'),
  'many names': filled('tally 1\nanalysis "Large"\ngroup g of 3..64\n', (b) => `from each of g, at most 10 rows as r${b}:\n${repeated(190, (i) => `    ${`f${b}_${i}`.padEnd(28, 'x')}: 0..${i}\n`)}`, 'reveal n = count(r0) to everyone\n'),
  'many names in one line': `${head(`    ${joined(900, ', ', (i) => `f${i}`.padEnd(64, 'x'))}: 0..9\n`)}${END}`,
  'many parties': filled('tally 1\nanalysis "Large"\n', (i) => `party ${`P${i}`.padEnd(64, 'x')}\nfrom ${`P${i}`.padEnd(64, 'x')}:\n    a${i}, b${i}, c${i}: 0..9\nreveal s${i} = ${`P${i}`.padEnd(64, 'x')}.a${i} + ${`P${Math.max(0, i - 1)}`.padEnd(64, 'x')}.b${Math.max(0, i - 1)} to everyone\n`, '', 64),
  'many inputs': filled('tally 1\nanalysis "Large"\ngroup g of 3..64\n', (i) => `from each of g, at most 10 rows as r${i}:\n    a${i}: 0..9, empty as 0, others as 1\n    b${i}: one of "a", "b", "c" or empty, others as "a"\n    keep where a${i} > 0 and a${i} < 8 and b${i} is given and b${i} = "a"\n    k${i} = if b${i} = "a" then a${i} else 1\nreveal n${i} = sum(k${i} of r${i}) to everyone\n`, '', 99),
  'long texts': filled(head(), (i) => `    t${i}: one of ${joined(3, ', ', (k) => `"${`${i} value ${k}, `.padEnd(100, 'é')}"`)}\n`, END, 150),
  'long lists of values': `${head(`    t: one of ${joined(6000, ', ', (i) => `"v${i}"`)}\n`)}${END}`,
  'long lists to compare with': filled(head(`    t: one of ${joined(900, ', ', (i) => `"v${i}"`)}\n`), (i) => `let n${i} = count(staff where t in (${joined(900, ', ', (k) => `"v${k}"`)}))\nreveal n${i} to everyone\n`),
  'models of many predictors': filled(head(fields(100)), (i) => `model m${i} of staff where ${long(i)} > 1:\n    linear ${long(0)} on ${joined(50, ', ', (k) => long(k + 1))}\nreveal m${i} to everyone only if count(staff where ${long(i)} > 1) > 1000\n`, '', 7),
  comments: filled(head(), () => '# comment\n', END, 9_000),
};

const WRONG = {
  'unknown names': filled(head(fields(100)), (i) => `let v${i} = ${joined(20, ' + ', (k) => `feild_with_a_rather_long_name_${k + i}`)}\n`),
  'a line, an error': filled(head(fields(60)), (i) => `    ${long(i + 100)}: 0..\n`, END, 130) + repeated(150, (i) => `let let${i} ${'= '.repeat(80)}\n`),
  'errors in columns': filled(`${head(fields(100))}table t by kind of staff:\n`, (i) => `    c${i} = sum(feild_with_a_rather_long_name_${i} where kind = "c") + mean(nothing_like_this_${i}) + total(x)\n`, 'reveal t to everyone\n    hide where c1 < 3\n'),
  'wrong values': `${head(`    t: one of ${joined(3000, ', ', (i) => `"v${i}"`)}\n`)}${repeated(190, (i) => `let n${i} = count(staff where t = "w${i}")\n`)}`,
  'units that differ': filled(head(repeated(60, (i) => `    u${i}: 0..9 unit "${i} EUR"\n`)), (i) => `let v${i} = ${joined(20, ' + ', (k) => `sum(u${(i + k) % 60} of staff)`)}\n`),
  'names that stand twice': filled(head(), () => `    ${joined(10, ', ', () => 'x')}: 0..9\n`, repeated(150, () => `let x = ${joined(40, ' + ', () => 'x')}\n`)),
  'nothing but parentheses': `${head()}let v = ${'('.repeat(60_000)}\n${END}`,
  'closing parentheses': `${head()}${`let v = ${')'.repeat(300)}\n`.repeat(195)}`,
  'texts that are not closed': `${head()}${repeated(6_000, () => '"a\n')}`,
  'letters that cannot be seen': `${head()}${repeated(6_000, () => 'a\u200bb\n')}`,
  'signs that mean nothing': `${head()}${repeated(12_000, () => '== \n')}`,
  'columns at any margin': `${head()}${repeated(3_500, (i) => `${' '.repeat((i * 7) % 23)}x\n`)}`,
  'one line of everything': `${head()}${repeated(12_000, (i) => ['let ', 'sum(', ')', ' where', '"a"', '+', '    ', '12 ', '.. ', 'of '][(i * 7 + (i >> 3)) % 10])}`,
  'words in any order': `${head()}${repeated(12_000, (i) => ['let ', 'sum(', ')', ' where', '"a"', '\n', '    ', '12 ', '.. ', 'of '][(i * 7 + (i >> 3)) % 10])}`,
};

const cut = (texts) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.slice(0, MOST)]));

export const LARGE_PROGRAMS = cut(WHOLE);
export const LARGE_ERRORS = cut(WRONG);
