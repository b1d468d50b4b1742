import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { signedBytes } from '../../src/session/agreement/signed.js';
import { languageOf } from '../../src/cli/language.js';
import { GOLDEN_CASES } from '../golden/cases.js';
import { makeParties, mpc, mpcJson, newFolder, startRelay, type TestParty } from '../support/processes.js';
import { file, propose, type Proposed } from '../support/sessions.js';
import { AtTerminal, hasTerminals } from '../support/terminal.js';

const golden = (name: string) => {
  const { agreement } = GOLDEN_CASES.find((each) => each.name === name) ?? expect.fail(name);
  return { path: file(Buffer.from(signedBytes({ agreement, approvals: [] })), `${name}.json`), digest: digestOf(agreement) };
};
const sum = golden('sum');
const show = async (env: Record<string, string>, ...more: string[]) => mpc(['agreement', 'show', sum.path, ...more], { env });
const FIRST = { en: 'PURPOSE', nl: 'VERTALING', de: 'NICHT GEPRÜFTE ÜBERSETZUNG / TRANSLATION NOT REVIEWED', uk: 'НЕПЕРЕВІРЕНИЙ ПЕРЕКЛАД / TRANSLATION NOT REVIEWED' };

it.each([
  [{ LANG: 'nl_NL.UTF-8' }, 'nl'],
  [{ LC_ALL: '', LC_MESSAGES: 'de', LANG: 'nl_NL.UTF-8' }, 'de'],
  [{ LC_ALL: 'C', LANG: 'nl_NL.UTF-8' }, 'en'],
  [{ LC_ALL: 'uk_UA@x', LANG: 'nl' }, 'uk'],
  [{ LANG: 'nds_DE' }, 'en'],
  [{ LANG: 'fr_FR.UTF-8' }, 'en'],
  [{}, 'en'],
] as const)('the locale of %j is the language %s, and a flag is over it', (env, language) => {
  expect(languageOf(undefined, env)).toBe(language);
  expect(languageOf('de', env)).toBe('de');
});

describe('an agreement', () => {
  it.each(['en', 'nl', 'de', 'uk'] as const)('is shown in %s, with the same digest and every party, and says that the English wording counts', async (language) => {
    const { code, stdout } = await show({}, '--lang', language);
    expect([code, stdout.split('\n')[0]]).toEqual([0, FIRST[language]]);
    for (const text of [sum.digest, 'North', 'South', 'Harbour', '500000.00']) expect(stdout).toContain(text);
    expect(stdout.includes('--lang en')).toBe(language !== 'en');
  });

  it('is in the language of the variable, of this party’s own file, and of the locale, in this order', async () => {
    const home = newFolder();
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'config.json'), JSON.stringify({ lang: 'de' }));
    const first = async (env: Record<string, string>) => (await mpc(['agreement', 'show', sum.path], { home, env })).stdout.split('\n')[0];
    expect(await Promise.all([first({ MPC_LANG: 'nl', LC_ALL: 'uk_UA' }), first({ LC_ALL: 'uk_UA' })])).toEqual([FIRST.nl, FIRST.de]);
    expect((await show({ LC_ALL: 'uk_UA.UTF-8' })).stdout.split('\n')[0]).toBe(FIRST.uk);
    writeFileSync(join(home, 'config.json'), JSON.stringify({ lang: 'xx' }));
    expect((await mpc(['agreement', 'show', sum.path], { home })).code).toBe(2);
  });

  it('gets no language from a file of the folder where a command runs', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'mpc.json'), JSON.stringify({ lang: 'nl' }));
    const { code, stdout, stderr } = await mpc(['agreement', 'show', sum.path], { cwd });
    expect([code, stdout, stderr.includes('./mpc.json has a member "lang", which cannot stand there.')]).toEqual([2, '', true]);
  });

  it('is one object of --json in every language, with the annex in that language beside it', async () => {
    const [plain, ...others] = await Promise.all([show({}, '--json'), show({ LC_ALL: 'nl_NL' }, '--json'), show({ LC_ALL: 'nl_NL' }, '--annex', 'dpia', '--json'), show({}, '--lang', 'uk', '--json')]);
    expect(plain.code).toBe(0);
    for (const other of others) expect(other.stdout).toBe(plain.stdout);
    const [annex, dutch, german] = await Promise.all([show({}, '--annex', 'dpia'), show({}, '--annex', 'dpia', '--lang', 'nl'), show({}, '--annex', 'dpia', '--lang', 'de')]);
    expect(annex.stdout).toMatch(/^WHAT THIS ANNEX IS\n/);
    expect(dutch.stdout.split('\n')[0]).toBe(FIRST.nl);
    expect(dutch.stdout).toContain('\n1. DE VERWERKING EN HAAR DOEL (A)\n');
    expect(dutch.stdout.replace(/\s+/g, ' ')).toContain('voor de functionaris voor gegevensbescherming en de verwerkingsverantwoordelijke');
    expect(german.stdout.replace(/\s+/g, ' ')).toContain('NOT REVIEWED: no native lawyer or translator');
  });

  it('is a page that says its language', async () => {
    expect((await show({}, '--format', 'html', '--lang', 'uk')).stdout).toMatch(/^<!doctype html>\n<html lang="uk">/);
    expect((await show({}, '--format', 'html')).stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
    const both = await show({}, '--format', 'html', '--json');
    expect([both.code, both.stdout]).toEqual([2, expect.stringContaining('--json prints JSON, and --format html would go to standard output, too.')]);
  });

  it('of a program says in that language which words are English', async () => {
    const { path } = golden(GOLDEN_CASES.find(({ agreement }) => agreement.operation.name === 'program')?.name ?? expect.fail('no program'));
    expect((await mpc(['agreement', 'show', path, '--lang', 'nl'])).stdout.replace(/\s+/g, ' ')).toContain('De woorden van dit programma en de waarschuwingen erover zijn alleen in het Engels.');
  });
});

describe('a session', () => {
  let parties: TestParty[];
  let agreement: Proposed;
  const data = file('salary\n10\n', 'pay.csv');
  beforeAll(async () => {
    parties = await makeParties('North', 'South');
    agreement = await propose(parties, (await startRelay()).url, 'sum', '--column', 'salary:0..99', '--allow-two', '--runs', '9');
  });

  it.runIf(hasTerminals)('is approved by the answers of the language, and by no other', async () => {
    const [north] = parties as [TestParty, TestParty];
    const signing = new AtTerminal(['agreement', 'sign', agreement.file, '--lang', 'nl'], { home: north.home });
    await signing.answer(/Keurt u dit goed\?/, 'так');
    await signing.answer(/Antwoord alstublieft met ja of nee/, '\b\b\bja');
    expect((await signing.done).code).toBe(0);
    expect(signing.screen.replace(/\s+/g, ' ')).toContain('LET OP: er zijn maar twee inbrengers.');
    expect(signing.standardOutput).toContain('Ondertekend:');
    const declining = new AtTerminal(['agreement', 'sign', agreement.file, '--lang', 'nl'], { home: north.home });
    await declining.answer(/Keurt u dit goed\?/, 'nee');
    expect((await declining.done).code).not.toBe(0);
  });

  it('gives each party its language: one digest, numbers as they are, tables for programs in English', async () => {
    const report = join(newFolder(), 'report.html');
    const of = async (i: number, ...more: string[]) => mpc(['join', agreement.file, '--csv', data, '--approve', agreement.digest, ...more], { home: parties[i]?.home ?? '' });
    const [dutch, english] = await Promise.all([of(0, '--lang', 'nl', '--report', report), of(1, '--lang', 'de', '--format', 'csv')]);
    expect([dutch.code, english.code]).toEqual([0, 0]);
    expect(dutch.stdout).toContain('Dit is een vertaling. De Engelse tekst is de tekst die telt');
    expect(dutch.stdout).toMatch(/kolom.*som.*salary.*20/s);
    expect(dutch.stderr).toContain('Bewijs: ');
    expect(english.stdout).toBe('column,sum\nsalary,20\n');
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('<html lang="nl">');
    expect(page).toContain(agreement.digest);
    const receipt = /Bewijs: (.*)\n/.exec(dutch.stderr)?.[1] ?? '';
    const [shown, translated] = await Promise.all([mpcJson(['receipt', 'show', receipt], { home: parties[0]?.home ?? '' }), mpcJson(['receipt', 'show', receipt, '--lang', 'uk'], { home: parties[0]?.home ?? '' })]);
    expect(translated).toEqual(shown);
  });
});
