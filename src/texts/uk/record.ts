import type { Texts } from '../texts.js';

export const record: Texts['record'] = {
  headings: { contacts: 'До кого звертатися', retention: 'Доки можна зберігати результат' },
  reference: (text) => `Номер справи: ${text}`,
  contact: (name, contact) => `${name}: ${contact}`,
  until: ({ day, isSealed }) => `До кінця дня ${day} (UTC). До того часу його видаляє кожен, хто дізнається результат.${isSealed ? ' До того часу видаляють і частки запечатаного результату ті, хто їх має.' : ''}`,
  nobodyChecks: 'Ніхто не може перевірити, що це зробила інша сторона. Власна програма кожної сторони каже про це своєму користувачеві, коли день минув (mpc status, mpc doctor), і нічого не видаляє без запиту.',
};
