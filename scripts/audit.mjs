// Asks the registry for known vulnerabilities of what package-lock.json names. Ends with 1 on any. If the registry does not answer, it says so and ends with 0.
// usage: node scripts/audit.mjs [--registry URL]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const done = spawnSync('npm', ['audit', '--json', '--package-lock-only', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=30000', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});

/** What npm printed; undefined if that is not its report. */
function reportOf(printed) {
  try {
    return JSON.parse(printed);
  } catch {
    return undefined;
  }
}

const report = reportOf(done.stdout);
const found = Object.values(report?.vulnerabilities ?? {});
if (found.length > 0) {
  for (const { name, severity, range, via } of found) console.error(`${name} ${range}: ${severity}. ${via.map((each) => (typeof each === 'string' ? `by ${each}` : `${each.title} (${each.url})`)).join('; ')}`);
  console.error(`npm audit found ${found.length} packages with known vulnerabilities.`);
  process.exitCode = 1;
} else if (report?.vulnerabilities !== undefined && done.status === 0) {
  console.log('npm audit: no known vulnerabilities.');
} else {
  console.log(`npm audit: not checked, the registry did not answer: ${report?.message ?? done.error?.message ?? `npm ended with ${done.status}`}`);
}
