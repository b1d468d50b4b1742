// Everything that is measured, in one run on this machine, as the table of docs/measured.md. It takes some minutes.
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { protocolAlone, wholeSession } from './psi-large.mjs';
import { matching, matchingByPsiJs } from './psi.mjs';
import { revealing } from './reveal.mjs';
import { sessionOverStart } from './session.mjs';
import { sharing } from './sharing.mjs';
import { vectorSum } from './vector-sum.mjs';

const rows = [];
const row = (what, measured, against, reach) => rows.push(`| ${what} | ${measured} | ${against} | ${reach} |`);
const ms = (value) => (value < 10 ? `${value.toFixed(2)} ms` : value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(2)} s`);

console.error('Sessions of 3 and 20 parties …');
const three = await sessionOverStart({ count: 3, runs: 9 });
row('program start-up (`mpc --version`)', ms(three.startMs), '', '');
row('last join to result, 3 parties', ms(three.sessionMs), `${three.ratio.toFixed(2)} × start-up`, '< 2 ×');
const twenty = await sessionOverStart({ count: 20, runs: 3 });
row('last join to result, 20 parties', ms(twenty.sessionMs), `${twenty.ratio.toFixed(1)} × start-up`, '');

console.error('Sharing in memory …');
const { arithmeticMs, protocolMs } = await sharing();
row('100 numbers of 128 bits, summed under sharing by 3 parties, in memory, warm', ms(arithmeticMs), '', '< 1 ms');
row('the same with commitments, signatures and echoes', ms(protocolMs), '', '');

console.error('Sealed results in memory …');
for (const length of [1, 10_000]) {
  const { dealAndCheckMs, openMs } = await revealing({ length });
  const what = `a sealed result of ${length === 1 ? '1 value' : `${length} values`}, 3 of 5, in memory, warm`;
  row(`${what}: deal and check, a party`, ms(dealAndCheckMs), '', '');
  row(`${what}: open`, ms(openMs), '', '');
}

console.error('Vectors of a million values …');
for (const fieldName of ['2^61-1', '2^127-1']) {
  const { ms: time, rss } = await vectorSum({ fieldName });
  row(`vector sum, 3 parties × 1 000 000 values modulo ${fieldName}, three processes and the relay`, ms(time), `${(rss / 2 ** 20).toFixed(0)} MiB a party`, fieldName === '2^61-1' ? '≤ 1 s' : '');
}

console.error('Private matching …');
for (const size of [2 ** 12, 10_000, 2 ** 16]) {
  const { ms: time, bytes, rss } = await matching({ size, runs: size > 10_000 ? 1 : 3 });
  const peer = await matchingByPsiJs({ size });
  const beside = peer === undefined ? '' : `psi.js ${ms(peer.ms)}${peer.isExtrapolated ? ', extrapolated' : ''}`;
  row(`matching of ${size} × ${size} items by RFC 9497, two processes and the relay`, ms(time), [`${(bytes / size).toFixed(0)} bytes an item, ${(rss / 2 ** 20).toFixed(0)} MiB a party`, beside].filter(Boolean).join('; '), size === 10_000 ? '< 10 s, half of psi.js' : '');
}

console.error('Private matching of large lists …');
for (const log of [16, 20]) {
  const size = 2 ** log;
  const { ms: time, bytes, sender, receiver } = await protocolAlone({ size });
  const peer = await matchingByPsiJs({ size });
  const beside = peer === undefined ? '' : `psi.js ${ms(peer.ms)}, extrapolated: ${(peer.ms / time).toFixed(0)} ×`;
  row(`matching of 2^${log} × 2^${log} items by \`vole\`, the protocol alone, two processes and the relay`, ms(time), [`${(bytes / size).toFixed(0)} bytes an item, ${(Math.max(sender.rss, receiver.rss) / 2 ** 20).toFixed(0)} MiB a party`, beside].filter(Boolean).join('; '), log === 20 ? '1.6 s; 1000 × psi.js' : '100 × psi.js');
}
const { ms: whole, recipient } = await wholeSession({ size: 2 ** 20 });
row('the same of 2^20 rows, whole: two `mpc join`, CSV in, result out', ms(whole), `${(recipient.rss / 2 ** 20).toFixed(0)} MiB`, '< 6 s');

console.error('Matching against several lists …');
const lists = spawnSync(process.execPath, [fileURLToPath(new URL('match.mjs', import.meta.url))], { encoding: 'utf8' });
const [, listSeconds, listRest] = /^([\d.]+) s, (.*)$/m.exec(lists.stdout) ?? [];
row('match of 1 000 items against 3 lists of 10 000 entries, all parties in one process on the same cores', ms(1000 * Number(listSeconds)), listRest, '');

console.error('Reading CSV …');
const csv = spawnSync(process.execPath, [fileURLToPath(new URL('csv.mjs', import.meta.url))], { encoding: 'utf8' });
const [, time, ratio] = /columnTotals, 2 columns\s+(\d+) ms\s+([\d.]+) ×/.exec(csv.stdout) ?? [];
row('reading a CSV file, 1 000 000 rows × 6 columns, two of them summed', ms(Number(time)), `${ratio} × csv-parse alone`, '≤ 1.2 ×');

console.log(`Node ${process.versions.node}, ${cpus().length} cores, medians.\n`);
console.log('| what | measured | beside | to reach |\n|---|---|---|---|');
console.log(rows.join('\n'));
