/** Letters that sound alike share a digit, as in Soundex (R. C. Russell, US patent 1 261 167, 1918). */
const CLASSES: Readonly<Record<string, string>> = { b: '1', f: '1', p: '1', v: '1', c: '2', g: '2', j: '2', k: '2', q: '2', s: '2', x: '2', z: '2', d: '3', t: '3', l: '4', m: '5', n: '5', r: '6' };

/**
 * How a folded name sounds: Soundex with its first letter and the classes of the consonants after it. It is not cut off, and vowels, h, w and y are
 * taken out before equal digits are run together. So a script that writes no vowels gives the same: mhmd (from محمد), mohammed and muhammad
 * are all m53. For the same reason a first letter that is a vowel, h or y is a. Digits of the name are kept.
 */
export function soundOf(name: string): string {
  const first = name.charAt(0);
  let code = 'aeiouyh'.includes(first) ? (first === '' ? '' : 'a') : first;
  let last = '';
  for (let i = 1; i < name.length; i++) {
    const char = name.charAt(i);
    const digit = char >= '0' && char <= '9' ? `.${char}` : (CLASSES[char] ?? '');
    if (digit !== '' && digit !== last) code += digit;
    if (digit !== '') last = digit;
  }
  return code;
}

/**
 * How letters are heard that languages write differently: as sibilants (ch, j, zh are heard as in church, and j as in Julia or not at all) or as sounds
 * of the throat (g, h, kh, ch, j, zh are one: Галина and Halyna, Хасан, Khasan and Hasan, José, Giorgi and Jorge).
 */
export type Hearing = 'sibilant' | 'throat';

const CLUSTERS: readonly (readonly [RegExp, string])[] = [
  [/tsch|tch|shch|szcz|stsch/g, 's'],
  [/sch|cz|ts|tz|sz/g, 's'],
  [/dzh|dj|dz|xh/g, 'j'],
  [/ph/g, 'f'],
];
const THROAT = /kh|ch|gh|zh|[ghj]/g;

/**
 * The consonants of names, whoever wrote them in which script: no vowels, no order of the names, no spaces. Words that follow each other are one ring of
 * classes, begun where that gives the least text, so that Kim Min-jae, Minjae Kim and Kim Min Jae are one. Names without consonants are kept
 * as they are, in order.
 */
export function consonantsOf(names: readonly string[], hearing: Hearing): string {
  let classes = '';
  for (const name of names) classes += classesOf(name, hearing);
  const ring = withoutRuns(classes);
  return ring === '' ? `=${names.toSorted().join('')}` : leastRotation(ring);
}

function classesOf(name: string, hearing: Hearing): string {
  let text = name;
  if (/[zh]|dj|ts/.test(text)) for (const [cluster, to] of CLUSTERS) text = text.replace(cluster, to);
  if (hearing === 'throat' && /[ghj]/.test(text)) text = text.replace(/h$/, '').replace(/([stdpbrln])h/g, (_, letter: string) => letter).replace(THROAT, 'H');
  let classes = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === 'w') classes += /^(?:[aeiy]|o(?!o))/.test(text.slice(i + 1, i + 3)) || /sla$/.test(text.slice(0, i)) ? '1' : '';
    else if (char === 'H') classes += 'H';
    else if (char >= '0' && char <= '9') classes += String.fromCharCode(97 + Number(char));
    else if (char !== 'j') classes += CLASSES[char] ?? '';
  }
  return classes;
}

function withoutRuns(classes: string): string {
  let text = '';
  for (let i = 0; i < classes.length; i++) if (i === 0 || classes.charCodeAt(i) !== classes.charCodeAt(i - 1)) text += classes.charAt(i);
  return text.length > 1 && text.charAt(0) === text.charAt(text.length - 1) ? text.slice(0, -1) : text;
}

/** Of the possible beginnings of a ring, the one that sorts first. */
function leastRotation(ring: string): string {
  let least = ring;
  for (let i = 1; i < ring.length; i++) {
    const turned = ring.slice(i) + ring.slice(0, i);
    if (turned < least) least = turned;
  }
  return least;
}
