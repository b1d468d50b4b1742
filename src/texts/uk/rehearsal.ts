import type { Texts } from '../texts.js';
import { decimal, listed, parties as named, plural } from './listed.js';

export const rehearsal: Texts['rehearsal'] = {
  begins: (file) => `РЕПЕТИЦІЯ ${file}: усе нижче вигадане і нічого ні про кого не каже.`,
  played: ({ parties, cap }) =>
    `Усі сторони (їх ${parties}) розіграно на цьому комп’ютері, з копією угоди. У ній одноразові ключі замість тих, що названі в угоді, і ретранслятор цього комп’ютера${cap === undefined ? '.' : `; і жоден список не має більше ніж ${cap} ${plural(cap, { one: 'рядок', few: 'рядки', other: 'рядків' })}, де угода дозволяє більше.`}`,
  head: { party: 'сторона', rows: 'вигаданих рядків', learns: 'дізнається', file: 'файл' },
  noData: 'не вносить даних',
  learnsNothing: 'нічого',
  learnsResult: 'результат',
  openedBy: (names) => `Результат був запечатаний. Разом його відкрили: ${listed(names)}.`,
  everyPartyLearns: 'Що дізнається кожна сторона:',
  learn: (names) => `Що ${names.length === 1 ? 'дізнається' : 'дізнаються'} ${named(names)}:`,
  ends: ({ seconds, hasCap, isKept }) => `Усе це було вигадане. Це тривало ${decimal(seconds)} с; на справжніх комп’ютерах додасться мережа${hasCap ? ' і довші списки' : ''}. ${isKept ? 'Вигадані файли збережено; усе інше видалено.' : 'Усе видалено.'}`,
};
