/** Curves over the steps of a key as a picture for a page. */
import type { Curve } from './chart.js';
import { escaped } from './html.js';

const BOX = { left: 60, top: 12, width: 520, height: 240, right: 20, bottom: 46 };
/** Told apart without colours by their dashes. */
const STROKES = [['#2f6f9f', ''], ['#b35900', '7 4'], ['#4a7a2f', '2 3'], ['#7a3f8f', '9 3 2 3'], ['#8f2f3f', '5 2'], ['#2f8f86', '1 4'], ['#6b6b1f', '10 5'], ['#444444', '3 6']] as const;

/** A value stands from its step to the next. */
export function curveChart({ title, along, steps, top, series }: Curve): string {
  const x = (step: number) => BOX.left + (step / steps.length) * BOX.width;
  const y = (value: number) => BOX.top + (1 - value / top) * BOX.height;
  const stroke = (k: number) => STROKES[k % STROKES.length] ?? STROKES[0];
  const lines = series.map(({ values }, k) => `<path d="${pathOf(values, x, y)}" fill="none" stroke="${stroke(k)[0]}" stroke-width="2" stroke-dasharray="${stroke(k)[1]}"/>`);
  const scale = [top, top / 2, 0].map((value) => `<text x="${BOX.left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${escaped(String(Number(value.toPrecision(6))))}</text><line x1="${BOX.left}" x2="${BOX.left + BOX.width}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#ccc"/>`);
  const floor = BOX.top + BOX.height + 18;
  const ends = `<text x="${BOX.left}" y="${floor}">${escaped(steps[0] ?? '')}</text><text x="${BOX.left + BOX.width / 2}" y="${floor}" text-anchor="middle">${escaped(along)}</text><text x="${BOX.left + BOX.width}" y="${floor}" text-anchor="end">${escaped(steps.at(-1) ?? '')}</text>`;
  const legend = series.length === 1 ? [] : series.map(({ name }, k) => {
    const from = BOX.left + (k % 4) * 130;
    const at = floor + 20 + Math.floor(k / 4) * 18;
    return `<line x1="${from}" x2="${from + 24}" y1="${at - 4}" y2="${at - 4}" stroke="${stroke(k)[0]}" stroke-width="2" stroke-dasharray="${stroke(k)[1]}"/><text x="${from + 30}" y="${at}">${escaped(name.length > 16 ? `${name.slice(0, 15)}…` : name)}</text>`;
  });
  const height = BOX.top + BOX.height + BOX.bottom + (series.length > 4 ? 18 : 0);
  const caption = title === '' ? along : `${title}, ${along}`;
  return `<figure><figcaption>${escaped(caption)}</figcaption><svg role="img" aria-label="${escaped(caption)}" width="100%" viewBox="0 0 ${BOX.left + BOX.width + BOX.right} ${height}">${[...scale, ...lines, ends, ...legend].join('')}</svg></figure>`;
}

function pathOf(values: readonly (number | undefined)[], x: (step: number) => number, y: (value: number) => number): string {
  let path = '';
  let isDown = false;
  values.forEach((value, step) => {
    if (value !== undefined) path += `${isDown ? 'L' : 'M'}${x(step).toFixed(1)} ${y(value).toFixed(1)}H${x(step + 1).toFixed(1)}`;
    isDown = value !== undefined;
  });
  return path;
}
