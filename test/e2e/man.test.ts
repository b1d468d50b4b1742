import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/processes.js';

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly id: string; readonly hidden?: boolean; readonly summary: string; readonly flags: Readonly<Record<string, { readonly name: string; readonly char?: string; readonly hidden?: boolean }>> }>>;
}

const { commands } = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8')) as Manifest;
const page = (name: string) => readFileSync(join(ROOT, 'man', `${name}.1`), 'utf8');
/** As roff prints it. */
const printed = (text: string) => text.replace(/\\f[BIPR]/g, '').replaceAll('\\-', '-').replaceAll('\\&', '').replaceAll('\\e', '\\');

it('every command has a manual page with its summary and all of its flags, and stands in mpc(1)', () => {
  const names = Object.values(commands).map(({ id }) => `mpc-${id.replaceAll(':', '-')}`);
  expect(readdirSync(join(ROOT, 'man')).sort()).toEqual(['mpc', ...names].map((name) => `${name}.1`).sort());
  const overview = printed(page('mpc'));
  for (const [i, { summary, flags }] of Object.values(commands).entries()) {
    const name = names[i] ?? '';
    const text = printed(page(name));
    expect(overview).toContain(`${name}(1)\n`);
    expect(text).toContain(`${name} - ${summary}`);
    for (const flag of Object.values(flags).filter(({ hidden }) => hidden !== true)) expect(text.split('\n')).toContainEqual(expect.stringMatching(new RegExp(`^${flag.char === undefined ? '' : `-${flag.char}, `}--${flag.name}(?:[, ]|$)`)));
  }
});

it('no line is taken for a request that is none', () => {
  const known = /^\.(TH|SH|SS|TP|PP|nf|fi)\b/;
  for (const name of readdirSync(join(ROOT, 'man'))) {
    const lines = readFileSync(join(ROOT, 'man', name), 'utf8').split('\n');
    expect(lines.filter((line) => /^[.']/.test(line) && !known.test(line))).toEqual([]);
  }
});
