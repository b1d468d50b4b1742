import type { Rehearsal, Rehearsed } from '../library/agreements.js';
import type { Texts } from '../library/text.js';
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
export function* rehearsalText(file: string, { agreement, cap, parties, openedBy, milliseconds }: Rehearsal, texts: Texts): Generator<string> {
  const { rehearsal: say } = texts;
  const line = (text: string) => `${fittedTo(text, process.stdout)}\n`;
  yield line(say.begins(file));
  yield line(say.played({ parties: parties.length, cap }));
  yield '\n';
  const isKept = parties.some(({ files }) => files.length > 0);
  const { head } = say;
  const rows = parties.map((party) => [party.name, party.rows === undefined ? say.noData : String(party.rows), party.result === undefined ? say.learnsNothing : say.learnsResult, ...(isKept ? [party.files.join(', ')] : [])]);
  yield `${textTable([head.party, head.rows, head.learns, ...(isKept ? [head.file] : [])], rows)}\n`;
  if (openedBy !== undefined) yield `\n${line(say.openedBy(openedBy))}`;
  for (const { names, result } of alike(parties)) {
    yield `\n${line(names.length === parties.length ? say.everyPartyLearns : say.learn(names))}\n`;
    yield* resultText(agreement, result, texts);
  }
  yield `\n${line(say.ends({ seconds: milliseconds / 1000, hasCap: cap !== undefined, isKept }))}`;
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
