import type { Texts } from '../texts.js';

export const record: Texts['record'] = {
  headings: { contacts: 'Kontaktstellen', retention: 'Wie lange das Ergebnis aufbewahrt werden darf' },
  reference: (text) => `Aktenzeichen: ${text}`,
  contact: (name, contact) => `${name}: ${contact}`,
  until: ({ day, isSealed }) => `Bis zum Ende des Tages ${day} (UTC). Bis dahin löscht es, wer das Ergebnis erfährt.${isSealed ? ' Bis dahin löscht auch jeder, der Anteile am versiegelten Ergebnis hat, diese Anteile.' : ''}`,
  nobodyChecks: 'Niemand kann prüfen, dass eine andere Partei es getan hat. Das eigene Programm jeder Partei sagt es ihrem Benutzer, wenn der Tag vorbei ist (mpc status, mpc doctor), und löscht nichts ungefragt.',
};
