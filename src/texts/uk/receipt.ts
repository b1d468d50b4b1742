import type { Texts } from '../texts.js';
import { plural } from './listed.js';

export const receipt: Texts['receipt'] = {
  headings: {
    receipt: 'Квитанція',
    signedBy: 'Підписали',
    transcript: 'Протокол',
    opening: 'Квитанція про відкриття',
    release: 'Запис про видачу',
    resharing: 'Квитанція про перерозподіл',
    share: 'Частка запечатаного результату',
  },
  session: (id) => `Сеанс ${id}`,
  complete: 'Кожна сторона схвалила угоду нижче, брала участь до кінця і підписала.',
  incomplete: (missing) => `НЕПОВНА: кожна сторона схвалила угоду нижче, але цієї квитанції не підписали: ${missing.join(', ')}.`,
  unverified: (names) => `ОСОБИ НЕ ПЕРЕВІРЕНО: слів сеансу з іншими не звірили: ${names.join(', ')}.`,
  signature: ({ name, at, verified }) => `${name}, о ${at} за власним годинником, особи ${verified ? 'перевірено' : 'НЕ ПЕРЕВІРЕНО'}`,
  nobody: 'ніхто',

  opened: (session, renewals) => `Запечатаний результат сеансу ${session} відкрито${afterRenewals(renewals)}.`,
  approvedBy: (names) => `Схвалили: ${names.join(', ')}`,
  openedBy: (names) => `Відкрили: ${names.join(', ')}`,
  asTold: (by) => `Так, як це було повідомлено стороні ${by} під час цього одного відкриття.`,
  release: ({ at, by, session, renewals, to }) =>
    `О ${at} за власним годинником сторона ${by} мала от-от віддати свою частку запечатаного результату сеансу ${session}${afterRenewals(renewals)} таким сторонам: ${to.join(', ')}. Відтоді результат може бути в них.`,
  dealtAnew: (session, dealers) => `Частки запечатаного результату сеансу ${session} роздали заново: ${dealers.join(', ')}.`,
  before: ({ epoch, needed, holders }) => `До того, епоха ${epoch}: разом відкривали його ${needed} з цих ${holders.length}: ${holders.join(', ')}.`,
  since: ({ epoch, needed, holders }) => `Відтоді, епоха ${epoch}: разом відкривають його ${needed} з цих ${holders.length}: ${holders.join(', ')}.`,
  approvedAndSigned: (names) => `Схвалили й підписали: ${names.join(', ')}`,

  reshared: ({ epoch, needed, holders }) => `Готово: епоха ${epoch}. Разом відкривають результат ${needed} з таких сторін: ${holders.join(', ')}.`,
  newShare: (file) => `Частка: ${file}`,
  leftOver: (file) => `Ця сторона вже не має частки. Знищте ${file}.`,
  oldShares: 'Старі частки й далі відкривають результат, якщо їх збереться досить: знищте всі копії, також резервні.',

  shareOf: (holder, isEncrypted) => `Це частка сторони ${holder}${isEncrypted ? ', зашифрована для її ідентичності' : ''}.`,
  openTogether: (needed, holders) => `Разом відкривають результат ${needed} з цих ${holders.length}: ${holders.join(', ')}.`,
  asDealt: 'Частки такі, як їх роздано в сеансі.',
  renewed: (times) => `Відтоді частки оновлено ${times} ${plural(times, { one: 'раз', few: 'рази', other: 'разів' })}.`,
  givenToNobody: 'За записами на цьому комп’ютері її не віддано нікому.',
  given: ({ time, to, opening }) => `${time}: віддано таким сторонам: ${to.join(', ')}${opening === null ? '' : `, за угодою про відкриття ${opening}`}. Результат може бути в них.`,
};

function afterRenewals(renewals: number): string {
  return renewals === 0 ? '' : `, за станом часток після ${renewals} ${plural(renewals, { one: 'оновлення', other: 'оновлень' })},`;
}

export const opening: Texts['opening'] = {
  title: 'Угода про відкриття',
  headings: { purpose: 'Мета цього відкриття', learns: 'Хто завдяки йому дізнається результат', written: 'Написано', digest: 'Дайджест цього відкриття' },
  onlyThese: (recipients) => `${recipients.join(', ')}. Відкриття не дає його жодній іншій стороні.`,
  ofSession: (session, agreement) => `Запечатаний результат належить до сеансу ${session}, за угодою ${agreement}.`,
};
