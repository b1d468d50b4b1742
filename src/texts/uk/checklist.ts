import type { Texts } from '../texts.js';
import { plural } from './listed.js';

export const checklist: Texts['checklist'] = {
  heading: 'Погляньте двічі',
  nothing: 'Нічого з того, що шукає ця програма.',
  found: (what, problem) => `${what}: ${problem}`,
  notSaid: (missing) => `В угоді не зазначено: ${missing.join(', ')}.`,
  fine: (what) => `Шукали й не знайшли: ${what.join('; ')}.`,
  byRules: 'Цей перелік складено з угоди за сталими правилами. Він не може сказати, чи добра її мета.',

  uncheckedKeys: {
    what: 'неперевірені ключі',
    named: (names) => `${names.join(', ')}. На цьому комп’ютері ніхто не перевірив, чиї вони.`,
    byInvite: 'сторони зійшлися за запрошенням, а їхні імена такі, як вони самі себе назвали. Звірте слова телефоном.',
  },
  accepted: { what: 'застереження, які прийняв автор пропозиції', problem: (codes) => `${codes.join(', ')}. Що видає кожне з них, сказано в розділі "Прочитайте це насамперед".` },
  twoSources: { what: 'дві сторони, які вносять дані', problem: (names) => `${names.join(' і ')}. Усе, що стає відомим і не походить від однієї з них, походить від іншої.` },
  namesAlone: { what: 'лише імена', problem: 'людей розрізняють за іменами, і більше ні за чим. Багато людей мають однакове ім’я.' },
  payload: { what: 'стовпці, які передаються разом зі збігами', problem: (columns) => `${columns.join(', ')}.` },
  fewRows: {
    what: 'мало рядків',
    ofParty: (name, most) => `${name} щонайбільше ${most}`,
    ofEach: (most) => `кожна щонайбільше ${most}`,
    problem: (caps) => `${caps.join(', ')}. Результат про так мало людей щось каже про кожну з них.`,
  },
  manyTries: {
    what: (keys) => `${keys} ${plural(keys, { one: 'спроба', few: 'спроби', other: 'спроб' })} або більше`,
    problem: (testers) => `${testers.map(({ name, keys }) => `${name} може зробити ${keys} ${plural(keys, { one: 'спробу', few: 'спроби', other: 'спроб' })}`).join(', ')}. Цього досить, щоб перебрати ціле місто.`,
  },
  severalRuns: { what: 'кілька виконань', problem: (runs) => `${runs}. Два результати, до і після зміни рядка, кажуть про цей рядок.` },
  lateEnd: { what: 'пізній кінець', problem: (expires) => `її можна виконувати до ${expires}, а це понад рік після її створення.` },

  legalBasis: 'правової підстави',
  reference: 'номера справи',
  contacts: (names) => `до кого звертатися (${names.join(', ')})`,
  retention: 'доки можна зберігати результат',
};
