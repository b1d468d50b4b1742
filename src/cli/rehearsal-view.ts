import type { Rehearsal, Rehearsed } from '../library/agreements.js';
import { listed } from '../library/text.js';
import { resultText } from './result-view.js';
import { fittedTo } from './terminal/fit.js';
import { textTable } from './terminal/table.js';

/** What --json prints about a rehearsal. `schemas/rehearsal.schema.json` describes it. */
export function rehearsalJson(digest: string, { agreement, cap, parties, openedBy }: Rehearsal): object {
  return {
    agreement: digest,
    madeUp: true,
    operation: agreement.operation.name,
    ...(cap === undefined ? {} : { cap }),
    parties: parties.map(({ name, rows, files, result }) => ({ name, ...(rows === undefined ? {} : { rows }), ...(files.length === 0 ? {} : files.length === 1 ? { file: files[0] } : { files }), result: result ?? null })),
    ...(openedBy === undefined ? {} : { openedBy }),
  };
}

/** The same for people, in pieces. */
export function* rehearsalText(file: string, { agreement, cap, parties, openedBy, milliseconds }: Rehearsal): Generator<string> {
  const line = (text: string) => `${fittedTo(text, process.stdout)}\n`;
  yield line(`REHEARSAL of ${file}: everything below is made up, and says nothing about anybody.`);
  yield line(`All ${parties.length} parties were played on this machine, with a copy of the agreement. It has throw-away keys in place of those that the agreement names, and a relay of this machine${cap === undefined ? '.' : `; and no list has more than ${cap} records, where the agreement allows more.`}`);
  yield '\n';
  const isKept = parties.some(({ files }) => files.length > 0);
  yield `${textTable(['party', 'made-up rows', 'learns', ...(isKept ? ['file'] : [])], parties.map((party) => [party.name, party.rows === undefined ? 'puts no data in' : String(party.rows), party.result === undefined ? 'nothing' : 'a result', ...(isKept ? [party.files.join(', ')] : [])]))}\n`;
  if (openedBy !== undefined) yield `\n${line(`The result was sealed. ${listed(openedBy)} opened it together.`)}`;
  for (const { names, result } of alike(parties)) {
    yield `\n${line(`${names.length === parties.length ? 'What every party learns' : `What ${listed(names)} ${names.length === 1 ? 'learns' : 'learn'}`}:`)}\n`;
    yield* resultText(agreement, result);
  }
  yield `\n${line(`All of this was made up. It took ${(milliseconds / 1000).toFixed(1)} s; on real machines the network comes on top${cap === undefined ? '' : ', and longer lists'}. ${isKept ? 'The made-up files were kept; everything else was removed.' : 'Everything was removed.'}`)}`;
}

/** Parties that learn the same. */
function alike(parties: readonly Rehearsed[]): { names: string[]; result: object }[] {
  const groups = new Map<string, { names: string[]; result: object }>();
  for (const { name, result } of parties) {
    if (result === undefined) continue;
    const key = JSON.stringify(result);
    const group = groups.get(key) ?? { names: [], result };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}
