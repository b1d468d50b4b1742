import type { Texts } from '../texts.js';
import { plural, rowsOf } from './listed.js';

export const result: Texts['result'] = {
  preface: ['НЕ ПЕРЕВІРЕНО: цього перекладу не перевіряв юрист або перекладач, для якого українська рідна. Чинним є англійський текст; його дає --lang en. / NOT REVIEWED: no native lawyer or translator has reviewed this translation. The English wording counts: --lang en.'],
  done: 'Готово.',
  doneSealed: (needed, holders) => `Готово. Результат запечатано: разом відкривають його ${needed} з таких сторін: ${holders.join(', ')}, командою \`mpc reveal\`.`,
  doneWithout: 'Готово. За угодою ця сторона не дізнається результату.',
  share: (file) => `Ваша частка: ${file}`,
  receipt: (file) => `Квитанція: ${file}`,
  report: (file) => `Звіт: ${file}`,

  notFound: (untested) =>
    `Не знайдено не означає безпечно: ${untested === 0 ? '' : `${untested} з ваших рядків не можна було перевірити, і `}рядок може бути в іншому списку з написанням або датою, яких жодне правило тут не вважає однаковими.`,
  byRule: (found) => `За правилом, яке найбільше каже про кожен збіг: ${found.map(({ rule, rows }) => `${rule} ${rows}`).join('; ')}.`,
  tooShort: (ownRows) => `Скільки з них збіглося б випадково, сказати не можна: у вашому списку ${rowsOf(ownRows)}, і він закороткий, щоб показати, як часто трапляються такі рядки. Погляньте на кожен збіг.`,
  noPairs: ({ otherRows, fewest }) =>
    `Випадково: жодні два рядки вашого списку не збігаються за цими правилами. Якщо такі рядки в інших списках так само рідкісні, а ті заповнені (${rowsOf(otherRows)}), то збігається менше ніж приблизно ${fewest} рядків, що не є тією самою людиною.`,
  byChance: ({ pairs, otherRows, each }) =>
    `Випадково: у вашому списку за цими правилами збігається ${pairs} ${plural(pairs, { one: 'пара', few: 'пари', other: 'пар' })} рядків. Якщо такі рядки в інших списках так само часті, а ті заповнені (${rowsOf(otherRows)}), то стільки збігається, не будучи тими самими: ${each.map(({ rule, about }) => `${rule} приблизно ${about}`).join('; ')}. Погляньте на ці збіги.`,
};

export const report: Texts['report'] = {
  title: (purpose) => `${purpose}: звіт`,
  headings: { result: 'Результат', before: 'Перш ніж на нього покладатися', receipt: 'Квитанція', agreement: 'Угода' },
  notLearned: 'За угодою ця сторона не дізнається результату.',
  sealed: 'Результат запечатано.',
  rows: { session: 'Сеанс', digest: 'Дайджест угоди', receipt: 'Квитанція', parties: 'Сторони' },
  evidence: 'Доказом є квитанція, а не ця сторінка: її може змінити кожен, хто її має. Перевірте квитанцію командою “mpc receipt verify FILE”.',
};
