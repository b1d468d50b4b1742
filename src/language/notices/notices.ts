/** All notices of a program, in the same order on every machine. */
import type { Checked } from '../check/program.js';
import type { Item, Section } from '../words/items.js';
import { listed } from '../words/numerals.js';
import { differencesWithin, overlapNotices } from './differences.js';
import { boundNotices, dominanceNotices } from './groups.js';
import { formNotices, probeNotices, rosterNotices } from './parties.js';
import { attention, type Notice } from './notice.js';
import { packingNotices } from './packing.js';
import { powerNotices } from './powers.js';
import { scriptNotices } from './scripts.js';
import { severalLimits, shownCountNotices } from './shown-counts.js';

const ALWAYS: Notice = {
  code: 'N01',
  reveals: [],
  attention: false,
  line: 1,
  text: 'each party vouches for its own data alone. One with an altered program can put in any counts and totals within the ranges above, whether or not they belong to a file.',
};

export function noticesOf(checked: Checked): Notice[] {
  const ofReveals = new Map<string, Notice>();
  const add = (notice: Notice) => {
    const key = `${notice.code} ${notice.text}`;
    const same = ofReveals.get(key);
    ofReveals.set(key, same === undefined ? notice : { ...same, reveals: [...new Set([...same.reveals, ...notice.reveals])] });
  };
  for (const reveal of checked.reveals) {
    if (reveal.kind === 'value' && reveal.isOpen) continue;
    const ofRows = [boundNotices, dominanceNotices, shownCountNotices, differencesWithin, powerNotices, packingNotices].flatMap((each) => each(checked, reveal));
    const here = [...rosterNotices(checked, reveal), ...ofRows, ...formNotices(reveal), ...probeNotices(checked, reveal)];
    for (const each of here) add({ ...each, reveals: [reveal.number], line: reveal.tree.at.line });
  }
  const found = [...ofReveals.values(), ...overlapNotices(checked), ...severalLimits(checked)];
  for (const { name, eachRun } of checked.program.parameters) {
    if (eachRun) found.push({ ...attention('A13', `${name.text} is set anew in each run: results for different values can be subtracted from each other.`), reveals: [], line: name.at.line });
  }
  found.push(...scriptNotices(checked.program));
  found.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  return [...found, ALWAYS];
}

export function noticeSection(notices: readonly Notice[]): Section {
  const items = notices.map(({ code, reveals, attention: isAttention, text }): Item => ({
    indent: 0,
    text: `${isAttention ? 'ATTENTION ' : ''}${code}, ${reveals.length === 0 ? '' : `${listed(reveals.map(String))}: `}${text}`,
  }));
  return { heading: 'Notices', items };
}
