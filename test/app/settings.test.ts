import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from '../../src/app/settings.js';
import { newFolder } from '../support/processes.js';

function project(content: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'mpc.json'), content);
  return folder;
}

it('reads each kind of value as a variable would have it', () => {
  const folder = project('{"map": {"pay": "Gross, net"}, "region": ["NL", "mobile=BE"], "thousands": true, "delimiter": "\\t", "date-order": ["born=dmy"]}');
  expect([...readSettings(folder).project.values]).toEqual([['map', 'pay=Gross, net\n'], ['region', 'NL\nmobile=BE\n'], ['thousands', '1'], ['delimiter', '\t'], ['date-order', 'born=dmy\n']]);
  expect([...readSettings(newFolder()).project.values]).toEqual([]);
});

it.each(['approve', 'passphrase-file', 'out', 'events', 'csv', 'data', 'relay', 'ca', 'purpose', 'operator', '__proto__', 'constructor'])('the file of a folder cannot hold "%s"', (name) => {
  expect(() => readSettings(project(`{"${name}": "x"}`))).toThrow(`./mpc.json has a member "${name}", which cannot stand there.`);
});

it.each([['{', 'is not JSON'], ['[]', 'holds no object'], ['{"map": 3}', 'an object of texts'], ['{"map": {"a": "x\\ny=z"}}', 'an object of texts'], ['{"decimal-comma": "yes"}', 'true or false'], ['{"sheet": "a\\u001b[2J"}', 'a text'], ['{"region": []}', 'has a "region" that is not a text or an array of texts'], ['{"decimal-comma": true, "decimal-point": true}', 'which exclude each other'], [`{"sheet": "${'x'.repeat(70_000)}"}`, 'no file of at most']])('is refused where it is %.30s', (content, why) => {
  expect(() => readSettings(project(content))).toThrow(why);
});

it.runIf(process.geteuid?.() === 0)('is not taken from another user', () => {
  const folder = project('{}');
  expect(() => readSettings(folder)).not.toThrow();
  chownSync(join(folder, 'mpc.json'), 12_345, 12_345);
  expect(() => readSettings(folder)).toThrow('belongs to another user');
});

it.skipIf(process.platform === 'win32')('is not taken where every user can write to it, or where it is a pipe', () => {
  const folder = project('{}');
  const path = join(folder, 'mpc.json');
  chmodSync(path, 0o646);
  expect(() => readSettings(folder)).toThrow('Every user of this machine can write to ./mpc.json');
  rmSync(path);
  execFileSync('mkfifo', [path]);
  // Nobody writes to it: whoever waited for that would wait for ever.
  expect(() => readSettings(folder)).toThrow('is no file of at most');
});

it('is read whole at its largest, and not beyond', () => {
  const longest = `{"sheet": "x"}${' '.repeat(64 * 1024 - 14)}`;
  expect([...readSettings(project(longest)).project.values]).toEqual([['sheet', 'x']]);
  expect(() => readSettings(project(`${longest} `))).toThrow('no file of at most 65536 bytes');
});
