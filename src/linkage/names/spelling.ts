import { SPELLINGS } from '../tables/titles.js';

/** Names of one origin that are written in several ways, made one. */
export function usualSpelling(word: string): string {
  return SPELLINGS.get(word) ?? macOf(compound(servant(word)));
}

function macOf(word: string): string {
  return word.startsWith('mc') && /^mc[a-z]{3}/.test(word) ? `mac${word.slice(2)}` : word;
}

/** Abdurrahman, Abdel Rahman, Abd-ur-Rahman: abdulrahman. Abdallah: abdullah. */
export function servant(word: string): string {
  if (!word.startsWith('abd')) return word;
  if (/^abd[aeou]l+a+h?$/.test(word)) return 'abdullah';
  const found = /^abd[aeou](l|([rszntd]h?)(?=\2))[aeou]?(?=[a-z]{3})/.exec(word);
  if (found === null) return word;
  const rest = word.slice(found[0].length);
  return `abdul${found[1] === 'l' && /[aeou]$/.test(found[0]) ? found[0].slice(-1) + rest : rest}`;
}

/** Zeineddine, Zein El Dine, Zeinuddin; after Jalal, Nur and the like. */
function compound(word: string): string {
  if (!/dd|ll/.test(word)) return word;
  return word.replace(/^([a-z]{3,})[aeou]dd[aei]+y?ne?$/, '$1uddin').replace(/^([a-z]{3,})[aeou]ll+ah$/, '$1ullah');
}
