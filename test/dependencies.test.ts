import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { asksFor, broughtBy, manifest, NAMED, nameOf, PACKED, packages, shipped } from '../scripts/lock.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8');
const brought = broughtBy(NAMED);

/** The rows of the table under a heading, as cells. */
function rows(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.slice(2, -2).split(' | ').map((cell) => cell.replace(/^`(.*)`$/, '$1')));
}

const names = (heading: string): string[] => rows(heading).map(([name = '']) => name);
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

it('names each dependency once, with what it is for', () => {
  expect(names('Named')).toEqual(sorted(NAMED));
  expect(names('For work on the program')).toEqual(sorted(Object.keys(manifest.devDependencies)));
  for (const row of [...rows('Named'), ...rows('For work on the program')]) expect(row[1]?.length ?? 0, row[0]).toBeGreaterThan(4);
});

it('names each package that those bring, and one that asks for it', () => {
  expect(names('Brought')).toEqual(sorted([...brought.keys()].map(nameOf)));
  const lies = rows('Brought').filter(([name = '', by = '', does = '']) => does.length < 4 || ![...Object.keys(packages)].some((path) => nameOf(path) === by && (NAMED.includes(by) || names('Brought').includes(by)) && asksFor(path, name)));
  expect(lies).toEqual([]);
});

it('counts them', () => {
  const optional = (paths: Iterable<string>): number => sorted([...paths].filter((path) => packages[path]?.optional === true).map(nameOf)).length;
  const named = NAMED.map((name) => `node_modules/${name}`);
  expect(page).toContain(`**Named by this program:** ${NAMED.length}, of which ${optional(named)} is optional.`);
  expect(page).toContain(`**Brought by those:** ${names('Brought').length}, of which ${optional(brought.keys())} are optional.`);
  const packed = [...broughtBy(PACKED).keys()].length + PACKED.length;
  expect(page).toContain(`${PACKED.length} with ${packed - PACKED.length} others`);
});

it('runs no script at installation that it needs, and takes everything by hash', () => {
  const scripts = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path);
  // Both look for a file that their package already holds. Others would have to be looked at first.
  expect(scripts).toEqual(['node_modules/bufferutil', 'node_modules/esbuild']);
  expect(Object.entries(packages).filter(([path, { integrity }]) => path !== '' && integrity?.startsWith('sha512-') !== true)).toEqual([]);
  expect(readFileSync(join(ROOT, 'scripts/setup.mjs'), 'utf8')).toContain("['ci', '--ignore-scripts',");
});

it('has licences that allow what is done with them', () => {
  const licences = sorted([...shipped().values()].map(({ license }) => license ?? 'none'));
  expect(licences).toEqual(['(MIT OR Apache-2.0)', '(MIT OR CC0-1.0)', 'Apache-2.0', 'Apache-2.0 AND BSL-1.0', 'BlueOak-1.0.0', 'ISC', 'MIT']);
});

/** How a script of this project ends. */
async function script(name: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => execFile(process.execPath, [join(ROOT, 'scripts', name), ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })));
}

it('lists all that is in a release as CycloneDX, with hashes', async () => {
  const bill = JSON.parse((await script('sbom.mjs')).stdout) as { bomFormat: string; serialNumber?: string; metadata: { timestamp?: string; component: { name: string; version: string } }; components: { name: string; version: string; hashes: { alg: string; content: string }[] }[] };
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'mpc', version: manifest.version } } });
  expect([bill.serialNumber, bill.metadata.timestamp]).toEqual([undefined, undefined]);
  expect(sorted(bill.components.map(({ name, version }) => `${name}@${version}`))).toEqual(sorted([...shipped()].map(([path, { version }]) => `${nameOf(path)}@${version}`)));
  const ws = bill.components.find(({ name }) => name === 'ws');
  expect(ws?.hashes).toEqual([{ alg: 'SHA-512', content: Buffer.from(packages['node_modules/ws']?.integrity?.slice(7) ?? '', 'base64').toString('hex') }]);
});

it.each([
  ['fails where the registry knows a vulnerability', 200, { ws: [{ id: 1, url: 'https://example.org/1', title: 'Frames of nothing', severity: 'high', vulnerable_versions: '<99', cwe: [], cvss: { score: 7, vectorString: null } }] }, 1, 'Frames of nothing'],
  ['passes where it knows none', 200, {}, 0, 'no known vulnerabilities'],
  ['says so where the registry has no answer', 405, {}, 0, 'not checked, the registry did not answer: 405'],
])('the audit %s', async (_, status, body, code, text) => {
  const registry = createServer((request, response) => {
    const audit = request.method === 'POST' && request.url === '/-/npm/v1/security/advisories/bulk';
    response.writeHead(audit ? status : 404, { 'content-type': 'application/json' }).end(JSON.stringify(audit ? body : {}));
  });
  await once(registry.listen(0, '127.0.0.1'), 'listening');
  try {
    const done = await script('audit.mjs', `--registry=http://127.0.0.1:${(registry.address() as AddressInfo).port}`, '--fetch-retries=0');
    expect([done.code, done.stdout + done.stderr]).toEqual([code, expect.stringContaining(text)]);
  } finally {
    registry.close();
  }
});
