/** What inputs are made of: the golden files, and what the program itself writes. Small ones, since most of the time goes into long ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Also of a bundle, which lies elsewhere: tests, scripts and the fuzzer all start in the project's folder.
const GOLDEN = join('test', 'golden', 'files');

export const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

interface GoldenAgreement {
  readonly canonical: string;
  readonly approvals: readonly string[];
}

interface GoldenRecord {
  readonly receipt: string;
  readonly shares: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, string>>;
}

function all<T>(folder: string): T[] {
  return readdirSync(join(GOLDEN, folder)).filter((name) => name.endsWith('.json')).map((name) => JSON.parse(readFileSync(join(GOLDEN, folder, name), 'utf8')) as T);
}

export const goldenAgreements = (): GoldenAgreement[] => all<GoldenAgreement>('agreements');
export const goldenRecords = (): GoldenRecord[] => all<GoldenRecord>('records');
export const goldenRecord = (name: string): GoldenRecord => JSON.parse(readFileSync(join(GOLDEN, 'records', `${name}.json`), 'utf8')) as GoldenRecord;

export function filesIn(folder: string, ending: string, most = 4096): Buffer[] {
  return readdirSync(folder).filter((name) => name.endsWith(ending)).map((name) => readFileSync(join(folder, name))).filter(({ length }) => length <= most);
}
