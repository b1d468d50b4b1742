import type { Phase } from '../session/take-part.js';

/** What a user reads while a session goes on. */
export function phaseText(phase: Phase): string {
  switch (phase.step) {
    case 'connecting':
      return `Connecting to ${phase.relay} …`;
    case 'meeting':
      return phase.present.length >= phase.expected
        ? `All ${phase.expected} parties are here: ${phase.present.join(', ')}.`
        : `${phase.present.length} of ${phase.expected} parties are here (${phase.present.join(', ')}); waiting for the others …`;
    case 'comparing':
      return 'Comparing the agreement with every other party …';
    case 'approving':
      return 'Waiting for every party’s approval …';
    case 'computing':
      return 'Computing under sharing …';
    case 'signing':
      return 'Signing the receipt …';
    case 'done':
      return 'Done.';
  }
}
