import type { KeyCheck, KeyRemark, NameRemark } from '../shapes.js';
import type { Texts } from '../texts.js';
import { plural } from './listed.js';

export const agreement: Texts['agreement'] = {
  headings: {
    purpose: 'Мета',
    first: 'Прочитайте це насамперед',
    computed: 'Що обчислюється',
    parties: 'Хто бере участь',
    learns: 'Хто дізнається результат',
    protects: 'Що захищено',
    limits: 'Обмеження',
    sessionWords: 'Цей сеанс, словами для звірки телефоном',
    keyWords: 'Ключі, словами для звірки телефоном',
    copy: 'Цей примірник',
    meanings: 'Що означають ці слова',
    digest: 'Дайджест',
  },
  title: (purpose) => `Угода: ${purpose}`,
  attention: (text) => `УВАГА, англійською: ${text}`,
  inEnglish: (text) => `Англійською: ${text}`,
  fileCounts: 'Чинним є файл угоди з цим дайджестом. Цей текст може змінити кожен, хто його має.',
  legalBasis: (text) => `Правова підстава: ${text}`,

  party: ({ name, role, putsDataIn, remark, key }) => `${name} (${role === undefined ? '' : `«${role}»; `}${putsDataIn ? 'вносить дані' : 'не вносить даних'}${remark === undefined ? '' : `; ${remark}`}), ключ ${key}`,
  metByInvite: 'Ці сторони зійшлися за запрошенням: якщо хоч одна з них ще не звірила слів сеансу, особи сторін не перевірено.',
  namedKeys: 'Кожна сторона бере участь із ключем, указаним тут. Жоден інший ключ не приймається.',

  everyParty: 'Кожна сторона.',
  onlyThese: (names) => `${names.join(', ')}. Сеанс не дає його жодній іншій стороні.`,
  sealedUntil: ({ needed, holders, recipients }) =>
    `У самому сеансі його не дізнається ніхто. Він лишається запечатаним, доки його разом не відкриє достатня кількість сторін: ${needed} із ${holders.length}, а саме з таких: ${holders.join(', ')}. Хто тоді його дізнається: ${recipients?.join(', ') ?? 'кожна сторона'}.`,
  fewerCannot: (needed) => `Якщо їх менше ніж ${needed}, вони не можуть його відкрити навіть разом.`,

  inviteRisk: 'УВАГА: той, хто мав запрошення, міг узяти участь під будь-яким іменем і дізнався б те, що дізнається сторона з цим іменем. Звірте слова телефоном, перш ніж довіряти іменам.',
  holdersCanOpen: (needed) => `Зберігачі, які разом порушують правила, можуть відкрити результат для себе або для інших, якщо їх ${needed}.`,
  nobodyChecks: 'Ніхто не може перевірити, чи є правдивим або повним те, що вносить інша сторона.',
  anyCanStop: 'Будь-яка сторона може зупинити сеанс.',
  anyCanStopOne: (recipient) => `Будь-яка сторона може зупинити сеанс. Тоді сторона ${recipient} може лишитися без результату.`,
  anyCanStopSeveral: 'Будь-яка сторона може зупинити сеанс. Сторона, яка зупиниться у вдалу мить, може мати результат, тоді як інші не матимуть жодного.',

  expires: ({ expires, runs }) => `Строк дії цієї угоди: до ${expires}. ${runs === 1 ? 'Її можна виконати один раз.' : `Її можна виконати ${runs} ${plural(runs, { one: 'раз', few: 'рази', other: 'разів' })}.`}`,
  relay: ({ relay, byInvite }) =>
    `Сторони зустрічаються на ретрансляторі ${relay}. Він бачить розмір і час повідомлень та мережеві адреси. Він не може читати повідомлень і не може жодного непомітно змінити.${byInvite ? ' Якщо той, хто ним керує, має також запрошення, він може і те, і те, і тоді слова сеансу в сторін різняться.' : ''}`,
};

export const keys: Texts['keys'] = {
  remark: (remark) => [whoIs(remark), ...attentionTo(remark)].join('; '),
  checked: isChecked,
  attention: attentionTo,
};

function whoIs({ who, as, checked }: KeyRemark): string {
  switch (who) {
    case 'self':
      return as === undefined ? 'це ви' : `це ви, а тут ваше ім’я "${as}"`;
    case 'known':
      return `відома вам${as === undefined ? '' : ` як "${as}"`}${checked === undefined ? '' : `; ${isChecked(checked)}`}`;
    case 'unknown':
      return 'НЕМАЄ серед відомих вам сторін';
    case 'former key':
      return 'УВАГА: це ключ, який ця сторона мала до його заміни і який відтоді може бути в когось іншого';
  }
}

function isChecked({ verified, directory }: KeyCheck): string {
  if (verified === undefined) return `ключ НЕ ПЕРЕВІРЕНО${directory === undefined ? '' : `, узято з довідника "${directory}"`}: звірте його відбиток телефоном`;
  return `ключ перевірено ${verified.on}${verified.by === undefined ? '' : `, перевіряв(-ла) ${verified.by}`}${verified.changed === undefined ? '' : `; замінено ${verified.changed} за заявою, яку підписав попередній ключ`}`;
}

function attentionTo({ likeKnown, likeOther, mixesScripts }: NameRemark): string[] {
  return [
    ...(likeKnown === undefined ? [] : [`УВАГА: це ім’я схоже на відоме вам "${likeKnown}", але написане іншими літерами`]),
    ...(likeOther === undefined ? [] : [`УВАГА: це ім’я схоже на ім’я "${likeOther}" сторони, яка теж бере участь, але написане іншими літерами`]),
    ...(mixesScripts === true ? ['УВАГА: в одному слові цього імені змішано літери кількох абеток'] : []),
  ];
}
