import type { Part } from './part.js';

export const ARTICLES = new Set('al el ul ed ad ud id ur ar er as es us il'.split(' '));

/** Zein El Dine, Zein Eddine; Abd al Rahman. */
export function arabicCompounds(parts: readonly Part[], isWhole: boolean): Part[] {
  const out: Part[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Part;
    const [next, after] = [parts[i + 1], parts[i + 2]];
    if (after !== undefined && next !== undefined && part.exact.length > 2 && ARTICLES.has(next.exact) && DIN.test(after.exact)) {
      out.push({ ...part, exact: `${part.exact}uddin`, sound: `${part.sound}uddin` });
      i += 2;
    } else if (next !== undefined && part.exact.length > 2 && (EDDIN.test(next.exact) || (next.exact === 'din' && next.hasArticle === true))) {
      out.push({ ...part, exact: `${part.exact}uddin`, sound: `${part.sound}uddin` });
      i++;
    } else if (after !== undefined && next !== undefined && part.exact === 'abd' && ARTICLES.has(next.exact)) {
      out.push({ ...after, exact: servantOf(after.exact), sound: servantOf(after.sound) });
      i += 2;
    } else if (next !== undefined && /^abd(?:[aeou][lrsztndh])?$/.test(part.exact) && part.exact !== next.exact && next.exact.length > 2) {
      out.push({ ...next, exact: servantOf(next.exact), sound: servantOf(next.sound) });
      i++;
    } else out.push(part);
  }
  return out.length > 1 ? withoutArticles(out, isWhole) : out;
}

function servantOf(name: string): string {
  return /^a?l+a+h$/.test(name) ? 'abdullah' : `abdul${name}`;
}

/**
 * al and el before a word, like ال, never make a difference. It is the article of a word that is hyphened to it, or of the last word if it comes before that.
 * Al Smith has no article.
 */
function withoutArticles(parts: readonly Part[], isWhole: boolean): Part[] {
  return parts.filter((part, i) => !(i < parts.length - 1 && /^(?:al|el|ul|il)$/.test(part.exact) && (parts[i + 1]?.token.joined === true || (parts.length > 2 && i > 0) || (!isWhole && parts.length === 2 && /^(?:al|el|ul)$/i.test(part.token.raw) && i === 0))));
}

const DIN = /^d[aei]+y?ne?$/;
const EDDIN = /^[aeou]d+[ei]+ne?$/;

/** Whether a word may join the words before it into one. */
export function isCompoundEnd(word: string): boolean {
  return DIN.test(word) || EDDIN.test(word);
}
