/** Tables of a result for a page, with what is drawn of them. */
import type { Block } from '../library/sessions.js';
import { chartsOf } from './chart.js';
import { htmlBlock, textRows } from './formats.js';
import { curveChart } from './html-curve.js';
import { barChart } from './html.js';

const MOST_CHARTS = 6;

/** Each table with what is drawn of it: curves between its title and its numbers, bars after them. */
export function withCharts(blocks: readonly Block[]): string[] {
  let left = MOST_CHARTS;
  return blocks.flatMap((block) => {
    if (block.kind !== 'numbers') return [htmlBlock(block)];
    const curves = curvesOf(block).slice(0, left);
    const bars = curves.length > 0 ? [] : barsOf(block).slice(0, left);
    left -= curves.length + bars.length;
    return [...curves, htmlBlock(block), ...bars];
  });
}

type Numbers = Extract<Block, { kind: 'numbers' }>;

function curvesOf(block: Numbers): string[] {
  if (block.look === undefined || block.look.curves.length === 0) return [];
  return chartsOf(block).flatMap((chart) => (chart.kind === 'curve' ? [curveChart(chart)] : []));
}

/** Columns of numbers that people see more quickly than they read them. */
function barsOf(block: Numbers): string[] {
  const { head, rows, look } = block;
  const isNumber = (i: number): boolean => rows.length > 0 && rows.every((row) => typeof row[i] === 'object') && (look === undefined || i >= look.keys);
  const labels = head.map((_, i) => i).filter((i) => (look === undefined ? !isNumber(i) : i < look.keys));
  const texts = textRows(block);
  return head.flatMap((name, i) => {
    const chart = isNumber(i) ? barChart(name, texts.map((row) => ({ label: labels.map((at) => row[at] ?? '').join(', '), value: row[i] ?? '' }))) : undefined;
    return chart === undefined ? [] : [chart];
  });
}
