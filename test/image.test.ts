import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { instructionsOf } from '../scripts/image.mjs';
import { newFolder } from './support/processes.js';

// scripts/image.mjs carries the steps out, which takes an installation.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const steps = instructionsOf(readFileSync(join(ROOT, 'packaging/docker/Dockerfile'), 'utf8'));
const compose = readFileSync(join(ROOT, 'packaging/docker/compose.yaml'), 'utf8');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[]; imports: Record<string, string>; engines: { node: string } };
const all = (name: string): string[] => steps.filter((step) => step.name === name).map(({ rest }) => rest);

it('the image has what the package has that runs, and what a thread or table is found by', () => {
  const copied = all('COPY').filter((rest) => rest.startsWith('--from=build')).flatMap((rest) => rest.split(' ').slice(1, -1)).map((path) => path.replace('/build/', ''));
  for (const path of Object.values(manifest.imports)) expect(copied.some((each) => path.startsWith(`./${each}`)), path).toBe(true);
  for (const path of copied.filter((each) => !/^(?:dist|node_modules|oclif\.manifest\.json)$/.test(each))) expect(existsSync(join(ROOT, path)), path).toBe(true);
});

it('the image runs as a user of no rights, checks its health, names its base by a version, and runs no script of a package', () => {
  const last = steps.map(({ name }) => name).lastIndexOf('FROM');
  expect(steps.slice(last).find(({ name }) => name === 'USER')?.rest).toBe('node');
  expect(all('HEALTHCHECK')).toHaveLength(1);
  expect(all('FROM')).toHaveLength(2);
  for (const base of all('FROM')) expect(base).toMatch(/^node:\d+-[a-z]+-slim(?: AS \w+)?$/);
  for (const command of all('RUN').flatMap((rest) => rest.split('&&')).filter((each) => /npm (?:ci|install|prune)/.test(each))) expect(command).toContain('--ignore-scripts');
  for (const rest of [...all('ENTRYPOINT'), ...all('CMD')]) expect(() => JSON.parse(rest) as unknown).not.toThrow();
});

it('the linter takes the Dockerfile and the compose file, and not a Dockerfile with an unknown instruction, two commands or a relative folder', () => {
  const lint = (...files: string[]) => spawnSync(process.execPath, [join(ROOT, 'scripts/lint-image.mjs'), ...files], { encoding: 'utf8' });
  expect(lint()).toMatchObject({ status: 0, stderr: '' });
  for (const [line, why] of [['RUNN x', /RUNN/], ['CMD ["a"]\nCMD ["b"]', /CMD/], ['WORKDIR app', /WORKDIR/]] as const) {
    const file = join(newFolder(), 'Dockerfile');
    writeFileSync(file, `FROM node:22-bookworm-slim\n${line}\n`);
    const { status, stderr } = lint(file);
    expect([status, stderr]).toEqual([1, expect.stringMatching(why)]);
  }
});

it('compose starts three relays that share one Redis, with a read-only root and no rights', () => {
  expect(compose.match(/^ {2}relay-\d: \*relay$/gm)).toHaveLength(3);
  for (const each of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true', "--redis, 'redis://redis:6379'", '--to, \'relay-3:7766\'']) expect(compose).toContain(each);
});

it('the linter takes no compose file with an unknown key, a port of every interface unsaid, or an image of no version', () => {
  for (const [from, to, why] of [['mem_limit', 'memory_limit', /additional properties/], ['0.0.0.0:7766:', '7766:', /interface/], ['image: caddy:2', 'image: caddy', /version tag/]] as const) {
    const file = join(newFolder(), 'compose.yaml');
    expect(compose).toContain(from);
    writeFileSync(file, compose.replace(from, to));
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/lint-image.mjs'), file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(why)]);
  }
});
