/** Charts in letters, for a screen of so many columns. */
import { cleaned, grouped } from '../../library/text.js';
import type { Bars, Chart, Curve } from '../chart.js';
import { padded, widthOf } from './fit.js';

export interface Screen {
  readonly columns: number;
  readonly isUnicode: boolean;
}

const WIDEST = 100;
const NARROWEST = 24;
const MOST_LABEL = 200;
/** Lines of a curve. */
const HEIGHT = 12;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const MARKS = { unicode: ['●', '○', '▲', '△', '■', '□', '◆', '◇'], ascii: ['*', 'o', 'x', '+', '#', '@', '%', '='] };

/** Lines without an end; none for a screen on which nothing would be seen. */
export function drawn(chart: Chart, { columns, isUnicode }: Screen): string[] {
  const width = Math.min(columns, WIDEST);
  if (width < NARROWEST) return [];
  return chart.kind === 'bars' ? bars(chart, width, isUnicode) : curve(chart, width, isUnicode);
}

function bars({ title, bars: all }: Bars, width: number, isUnicode: boolean): string[] {
  const texts = all.map(({ text, length }) => (length === undefined ? text : grouped(text)));
  const widest = Math.max(...texts.map(widthOf));
  const labels = all.map(({ label }) => shortened(label, Math.floor(width / 3), isUnicode));
  const margin = Math.max(...labels.map(widthOf));
  const room = width - margin - widest - 3;
  if (room < 5) return [];
  const top = Math.max(...all.map(({ length = 0 }) => length));
  return [`${title}:`, ...all.map(({ length }, i) => `${padded(labels[i] ?? '', margin)}  ${[bar(((length ?? 0) / top) * room, isUnicode), texts[i] ?? ''].filter((part) => part !== '').join(' ')}`)];
}

/** A bar of so many columns. Something that is not nothing is seen. */
function bar(length: number, isUnicode: boolean): string {
  if (length === 0) return '';
  if (!isUnicode) return '#'.repeat(Math.max(1, Math.round(length)));
  const eighths = Math.max(1, Math.round(length * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** A value stands from its step to the next, as a curve of steps does. */
function curve({ title, along, steps, top, series }: Curve, width: number, isUnicode: boolean): string[] {
  const marks = isUnicode ? MARKS.unicode : MARKS.ascii;
  const [wall, corner, floor, drop] = isUnicode ? (['│', '└', '─', '│'] as const) : (['|', '+', '-', '|'] as const);
  const scale = [top, top / 2, 0].map((value) => String(Number(value.toPrecision(6))));
  const margin = Math.max(...scale.map(widthOf));
  const room = Math.min(width - margin - 2, Math.max(steps.length, Math.floor((width - margin - 2) / steps.length) * steps.length));
  const grid = Array.from({ length: HEIGHT }, () => Array.from({ length: room }, () => ' '));
  series.forEach(({ values }, k) => {
    let before: number | undefined;
    for (let x = 0; x < room; x++) {
      const value = values[Math.floor((x * steps.length) / room)];
      if (value === undefined) {
        before = undefined;
        continue;
      }
      const row = Math.round((1 - value / top) * (HEIGHT - 1));
      for (let y = Math.min(row, before ?? row) + 1; y < Math.max(row, before ?? row); y++) place(grid, y, x, drop, false);
      place(grid, row, x, marks[k % marks.length] ?? '*', true);
      before = row;
    }
  });
  const label = (y: number) => (y === 0 ? scale[0] : y === HEIGHT - 1 ? scale[2] : y === Math.round((HEIGHT - 1) / 2) ? scale[1] : '') ?? '';
  const [first = '', last = ''] = [steps[0], steps.at(-1)];
  const legend = series.length === 1 ? '' : series.map(({ name }, k) => `${marks[k % marks.length] ?? ''} ${shortened(name, Math.floor(width / 3), isUnicode)}`).join('   ');
  return [
    ...(title === '' ? [] : [`${title}:`]),
    ...grid.map((line, y) => `${label(y).padStart(margin)} ${wall}${line.join('')}`.trimEnd()),
    `${' '.repeat(margin)} ${corner}${floor.repeat(room)}`,
    `${' '.repeat(margin + 2)}${first}${along.length + first.length + last.length + 2 > room ? ' '.repeat(Math.max(1, room - first.length - last.length)) : middle(along, room - first.length - last.length)}${last}`,
    ...(legend === '' ? [] : [legend]),
  ];
}

/** A mark stands in front of a drop, and the first of two marks in one place stays. */
function place(grid: string[][], y: number, x: number, sign: string, isMark: boolean): void {
  const line = grid[y];
  if (line === undefined) return;
  if (line[x] === ' ' || (isMark && /[│|]/.test(line[x] ?? ''))) line[x] = sign;
}

function middle(text: string, room: number): string {
  const left = Math.floor((room - widthOf(text)) / 2);
  return ' '.repeat(left) + text + ' '.repeat(room - left - widthOf(text));
}

function shortened(text: string, width: number, isUnicode: boolean): string {
  const plain = cleaned(text, MOST_LABEL);
  if (widthOf(plain) <= width) return plain;
  const end = isUnicode ? '…' : '..';
  const letters = Array.from(plain);
  while (letters.length > 0 && widthOf(letters.join('')) + widthOf(end) > width) letters.pop();
  return letters.join('') + end;
}
