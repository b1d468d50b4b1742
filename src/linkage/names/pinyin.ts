/** Whether a folded word consists of syllables of Mandarin as pinyin writes them. Only its first syllable may begin with a vowel, so that Pena is none. */
const SYLLABLE = '(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|[aeiouv]))';
const WORD = new RegExp(`^(?:ai|ao|an|ang|ou|en|er|a|o|e)?${SYLLABLE}*$`);

export function isPinyin(word: string): boolean {
  return word.length > 1 && WORD.test(word);
}

/** The frequent syllables. */
export const CHINESE_SURNAMES: ReadonlySet<string> = new Set('wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lv lu ding ren shen yao zhong cui tan fan liao shi jin jia xia fu fang bai zou meng xiong qin qiu hou yin xue yan lei long tao hao gong shao wan mao qian kong'.split(' '));
