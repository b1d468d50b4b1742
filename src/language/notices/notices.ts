/** All notices of a program, in the same order on every machine. */
import type { Checked, Reveal } from '../check/program.js';
import type { Item, Section } from '../words/items.js';
import { listed } from '../words/numerals.js';
import { attention, boundNotices, dominanceNotices } from './groups.js';
import { formNotices, probeNotices, rosterNotices } from './parties.js';
import type { Notice } from './notice.js';
import { scriptNotices } from './scripts.js';

const ALWAYS: Notice = {
  code: 'N01',
  reveals: [],
  attention: false,
  line: 1,
  text: 'each party vouches for its own data alone. One with an altered program can put in any counts and totals within the ranges above, whether or not they belong to a file.',
};

export function noticesOf(checked: Checked): Notice[] {
  const found: Notice[] = [];
  const add = (notice: Notice) => {
    const same = found.findIndex((each) => each.code === notice.code && each.text === notice.text);
    const other = found[same];
    if (other) found[same] = { ...other, reveals: [...new Set([...other.reveals, ...notice.reveals])] };
    else found.push(notice);
  };
  for (const reveal of checked.reveals) {
    if (reveal.kind === 'value' && reveal.isOpen) continue;
    const here = [...rosterNotices(checked, reveal), ...boundNotices(checked, reveal), ...dominanceNotices(checked, reveal), ...formNotices(reveal), ...probeNotices(checked, reveal)];
    for (const each of here) add({ ...each, reveals: [reveal.number], line: reveal.tree.at.line });
  }
  found.push(...overlapNotices(checked));
  for (const { name, eachRun } of checked.program.parameters) {
    if (eachRun) add({ ...attention('A13', `${name.text} is set anew in each run: results for different values can be subtracted from each other.`), reveals: [], line: name.at.line });
  }
  found.push(...scriptNotices(checked.program));
  found.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  return [...found, ALWAYS];
}

/** A11, A12: two reveals over the same rows, with a recipient in common. */
function overlapNotices(checked: Checked): Notice[] {
  const found: Notice[] = [];
  const closed = checked.reveals.filter((reveal) => reveal.kind !== 'model' && !(reveal.kind === 'value' && reveal.isOpen));
  closed.forEach((first, i) => {
    for (const second of closed.slice(i + 1)) {
      const shared = [...rowNames(first)].filter((name) => rowNames(second).has(name) && checked.rows.get(name)?.isSingle === false);
      if (shared.length === 0 || ![...first.recipients].some((role) => second.recipients.has(role))) continue;
      const hides = [first, second].some((each) => each.kind === 'table' && each.hide.length > 0);
      const differ = selectionsOf(first) !== selectionsOf(second);
      const text =
        hides ? `both are of ${shared.join(', ')}. A total beside hidden cells can give a hidden cell away.`
        : differ ? `both are of ${shared.join(', ')}, over different rows. Their difference is about the rows that are in one and not in the other.`
        : undefined;
      if (text !== undefined) found.push({ ...attention(hides ? 'A11' : 'A12', text), reveals: [first.number, second.number], line: second.tree.at.line });
    }
  });
  return found;
}

function rowNames(reveal: Reveal): Set<string> {
  return new Set([...reveal.sources.selections].map((each) => each.split('|')[0] ?? ''));
}

function selectionsOf(reveal: Reveal): string {
  return [...reveal.sources.selections].sort().join('\n');
}

export function noticeSection(notices: readonly Notice[]): Section {
  const items = notices.map(({ code, reveals, attention: isAttention, text }): Item => ({
    indent: 0,
    text: `${isAttention ? 'ATTENTION ' : ''}${code}, ${reveals.length === 0 ? '' : `${listed(reveals.map(String))}: `}${text}`,
  }));
  return { heading: 'Notices', items };
}
