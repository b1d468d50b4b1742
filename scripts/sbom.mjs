// Prints the bill of materials of a release (CycloneDX, by `npm sbom`): what runs on a party's machine, without what only its makers need.
// `npm sbom --omit=dev` leaves out what both need, so the choice is made here. Time, a random number and the folder's name are taken out, so one lock file
// gives one text.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { manifest, nameOf, shipped } from './lock.mjs';

const npm = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
const bill = JSON.parse(execFileSync('npm', npm, { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' }));
const kept = new Set([...shipped()].map(([path, { version }]) => `${nameOf(path)}@${version}`));
delete bill.serialNumber;
delete bill.metadata.timestamp;
bill.metadata.component.name = manifest.name;
bill.components = bill.components.filter((each) => kept.has(each['bom-ref']));
bill.dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref) || ref === bill.metadata.component['bom-ref'])
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) }));
console.log(JSON.stringify(bill, undefined, 2));
