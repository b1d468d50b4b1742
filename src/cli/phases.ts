import type { Progress } from '../io/progress.js';
import type { Phase } from '../session/participation.js';
import { operationNamed } from '../session/operations/registry.js';

/** What a user reads while a session goes on. */
export function showPhase(progress: Progress, phase: Phase): void {
  if (phase.step === 'progress') progress.advance(phase.what, phase.done, phase.total);
  else progress.phase(phaseText(phase));
}

function phaseText(phase: Exclude<Phase, { step: 'progress' }>): string {
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
      return operationNamed(phase.operation)?.progressText ?? 'Computing …';
    case 'signing':
      return 'Signing the receipt …';
    case 'done':
      return 'Done.';
  }
}
