import { ruleIn } from '../rule-names.js';
import type { ComparedColumn, Unit } from '../shapes.js';
import type { Texts } from '../texts.js';
import { listed, plural, rowsOf } from './listed.js';

const KINDS: Record<ComparedColumn['type'], string> = {
  exact: 'точно так, як написано, крім пробілів на початку та в кінці',
  text: 'без огляду на великі й малі літери, діакритичні знаки, пробіли, розділові знаки й абетку',
  name: 'ім’я, без огляду на великі й малі літери, діакритичні знаки, порядок, титули й абетку',
  date: 'дата',
  phone: 'номер телефону, хоч би як його написано',
  email: 'адреса електронної пошти, без огляду на великі й малі літери',
  iban: 'IBAN, з пробілами або без них',
  plate: 'номерний знак: його літери й цифри',
  postcode: 'поштовий індекс: його літери й цифри',
  id: 'літери й цифри, без огляду на великі й малі літери, пробіли та розділові знаки',
};

const ORDERS = { ymd: 'рік, місяць, день', dmy: 'день, місяць, рік', mdy: 'місяць, день, рік' };

function kind({ type, order, region, scheme }: ComparedColumn): string {
  if (type === 'date') return `${KINDS.date}, написана так: ${ORDERS[order ?? 'ymd']}, або як 2001-12-31`;
  if (region !== undefined) return `${KINDS[type]}; береться за правилами країни ${region}${type === 'phone' ? ', якщо немає коду країни' : ''}, хіба що сторона скаже інше про свій файл`;
  return scheme === undefined ? KINDS[type] : `${KINDS[type]}; контрольні цифри мають бути за ${scheme}`;
}

function columns(all: readonly ComparedColumn[]): string {
  return all.map((column) => `"${column.name}" (${kind(column)})`).join('; ');
}

function tested(count: number, unit: Unit): string {
  return unit === 'row' ? rowsOf(count) : `${count} ${plural(count, { one: 'написання', few: 'написання', other: 'написань' })}`;
}

export const lists: Texts['lists'] = {
  kind,
  tested,
  cap({ rows, spellings }) {
    if (rows === 0) return 'жодного рядка';
    return spellings === undefined ? tested(rows, 'row') : `${tested(rows, 'row')} (${tested(spellings, 'spelling')})`;
  },
  each: (all) => all.map(({ name, most }) => `${name} ${most}`).join(', '),
  columns: (all) => `Два рядки вважаються однаковими, якщо збігаються такі стовпці: ${columns(all)}.`,
  groups: 'Два рядки вважаються однаковими, якщо збігаються всі стовпці будь-якої з цих груп, хоч би що стояло в інших.',
  group: (name, all) => `Група ${name}: ${columns(all)}.`,
  placeholders: (added) =>
    `Клітинка, що позначає відсутність значення, наприклад "unknown", "N.N.", "n/a", "0000", "xxx" або "-", вважається порожньою (перелік у docs/keys.md).${added === undefined ? '' : ` У цій угоді так само й клітинка з одним із таких текстів: ${added.map((text) => `"${text}"`).join(', ')}.`} Рядок, у якому немає чого порівнювати, не перевіряється.`,
  ruleName: ruleIn({
    whole: {
      exact: 'точно',
      'names swapped': 'імена переставлено',
      'names sound alike': 'імена звучать однаково',
      'names in short, or fewer names': 'імена скорочено, або імен менше',
      'one name less, by beginning': 'на одне ім’я менше, за початком',
      'one name less, by sound': 'на одне ім’я менше, за звучанням',
    },
    ofDate: { 'another day': 'інший день', 'another month': 'інший місяць', 'another year, or day and month swapped': 'інший рік, або день і місяць переставлено' },
    without: (column) => `без ${column}`,
    oneNameAsItIs: 'одне ім’я як воно є',
  }),
  rule: (rule, group) => (group === undefined ? rule : `${rule} (групи ${group})`),
  near: (rules) => `Два рядки вважаються однаковими також тоді, коли вони збігаються в будь-який із таких способів: ${rules.join('; ')}. Власна програма отримувача показує, у який із цих способів збігається рядок.`,
  version: (rules) => `Версія правил порівняння: ${rules}.`,

  weakestGroup: 'Вирішує найслабша група стовпців: рядки двох різних людей збігаються, якщо вони збігаються лише в цій групі.',
  differentPeople: (leavesOut) => `Рядки двох різних людей можуть збігтися, бо схожі написання вважаються однаковими.${leavesOut ? ' Рядок, який збігається лише "без" якогось стовпця, часто належить комусь іншому з тим самим іменем.' : ''}`,
  nearFitsMany: 'Деякі схожі написання підходять багатьом людям. Отримувач, який вгадує, дізнається з них більше, ніж із повних імен.',
  sealStopsOne: (makers) => `Печатка стримує отримувача, який діє сам. Якщо отримувач діє разом зі стороною ${listed(makers, 'або')}, обоє можуть дізнатися результат без зберігачів.`,
  outside: 'Списки лишаються таємними для ретранслятора та для кожної сторони, яка не має списку, хіба що їй розповість сторона, яка його має.',

  atMost: ({ most, told }) =>
    `Щонайбільше: ${most}. Інші бачать ці числа. ${told === undefined ? 'Скільки рядків є насправді, не надсилається нікому; на це може натякати те, як довго сторона читає свій файл.' : `УВАГА: ${told.length === 1 ? 'сторона' : 'сторони'} ${listed(told)} також ${told.length === 1 ? 'дізнається' : 'дізнаються'}, скільки рядків насправді має кожен список і скільки з них можна було перевірити. Ці числа повідомляє власна програма кожної сторони, і ніхто не може їх перевірити.`}`,
  spellings: (count) => `Рядок порівнюється в кількох написаннях, по одному (усього їх ${count}).`,
  leastUsable: (percent) => `Власна програма сторони зупиняється, якщо можна перевірити менше ніж ${percent} зі 100 її рядків, хіба що її користувач скаже, що так і треба. Результат каже, яких рядків не перевірено.`,
  maxMatches: (most) => `Якщо збігається більше ніж ${most} ${plural(most, { one: 'рядок', few: 'рядки', other: 'рядків' })}, власна програма отримувача показує лише їхню кількість. Змінена програма може показати рядки.`,

  keysInCommon: (count) => `Спільних ключів: ${count}`,
  rowsMatch: (count) => `Рядків, що збігаються: ${count}`,
  withheld: (count) => `Рядків, що збігаються: ${count}. Це більше, ніж угода дозволяє показати цій програмі.`,
  toldTested: (all) => `Рядків, які можна було перевірити, за словами кожної сторони про її список: ${all.map((each) => `${each.name} ${each.tested} із ${each.rows}`).join(', ')}`,
  head: { row: 'рядок', matchedBy: 'як збігається' },
  andMore: (rule, more) => `${rule} (і ще ${more})`,
  notTested: ({ count, first, isAll }) =>
    `НЕ ПЕРЕВІРЕНО: рядків, у яких немає чого порівнювати: ${count} (${first.length === 1 && isAll ? 'рядок' : 'рядки'} ${first.join(', ')}${isAll ? '' : ', …'}). Чи є вони в іншому списку, невідомо.`,
};
