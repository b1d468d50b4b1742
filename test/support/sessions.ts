/** Whole sessions by agreement file, each party a process. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { mpc, mpcJson, newFolder, oneObject, type Done, type TestParty } from './processes.js';
import { problems } from './schemas.js';

export interface SessionResult {
  readonly session: string;
  readonly operation: string;
  readonly agreement: string;
  readonly parties: readonly { readonly name: string; readonly publicKey: string }[];
  readonly result: { readonly columns: Readonly<Record<string, { readonly sum: string; readonly count?: string; readonly average?: string | null }>> } | null;
  readonly receipt: string;
}

export interface Proposed {
  readonly file: string;
  readonly digest: string;
}

/** Writes a file of this test's own, and returns its path. */
export function file(content: string | Buffer, name = 'data.csv'): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** The first party proposes to all others, and writes the agreement. */
export async function propose(parties: readonly TestParty[], relay: string, operation: string, ...flags: string[]): Promise<Proposed> {
  const [proposer, ...others] = parties as readonly [TestParty, ...TestParty[]];
  const named = others.flatMap((party) => ['--party', party.name]);
  return mpcJson<Proposed>([operation, '--purpose', 'A test', '--relay', relay, ...named, '--propose', join(newFolder(), 'agreement.json'), ...flags], { home: proposer.home });
}

/** Every party joins with its own flags. Approves by digest where `approve` is not false. */
export async function joinAll(parties: readonly TestParty[], agreement: Proposed, flags: readonly (readonly string[])[], approve = true): Promise<Done[]> {
  return Promise.all(
    parties.map(async (party, i) => mpc(['join', agreement.file, ...(flags[i] ?? []), ...(approve ? ['--approve', agreement.digest] : []), '--json'], { home: party.home })),
  );
}

/** The same where all must end well: what each party printed, which fits the schema. */
export async function results(parties: readonly TestParty[], agreement: Proposed, flags: readonly (readonly string[])[]): Promise<SessionResult[]> {
  const done = await joinAll(parties, agreement, flags);
  return done.map(({ code, stdout, stderr }) => {
    expect({ code, stdout: code === 0 ? '' : stdout, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    const result = oneObject(stdout);
    expect(problems('session', result)).toEqual([]);
    return result as SessionResult;
  });
}

/** value × 10^decimals / 10^decimals, exactly. */
export function decimal(value: bigint, decimals: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
