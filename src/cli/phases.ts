import { operationNamed } from '../library/operations.js';
import type { Phase } from '../library/sessions.js';
import { listed } from '../library/text.js';
import type { Progress } from './terminal/progress.js';

/** What a user reads while a session goes on. */
export function showPhase(progress: Progress, phase: Phase): void {
  if (phase.step === 'progress') progress.advance(phase.what, phase.done, phase.total);
  else progress.phase(phaseText(phase));
}

/** What a user reads when the relay went away for this reason, or never answered and is tried for `leftMs`, or with undefined when it is back. */
export function relayText(problem: string | undefined, retryMs: number, leftMs?: number): string {
  if (problem === undefined) return 'The relay is back.';
  // Whoever mistyped its address wants to know at once.
  if (leftMs !== undefined) return `The relay does not answer yet (${problem.replace(/\.$/, '')}). Is its address right? Trying for ${Math.ceil(leftMs / 1_000)} s more …`;
  return `The relay is out of reach (${problem.replace(/\.$/, '')}); trying again${retryMs < 2_000 ? '' : ` in ${Math.ceil(retryMs / 1_000)} s`} …`;
}

/** What a user reads when another party lost its connection, or with undefined when it is back. */
export function partyText(name: string, waitMs: number | undefined): string {
  return waitMs === undefined ? `${name} is back.` : `${name} lost its connection; waiting for it, at most ${Math.ceil(waitMs / 1_000)} s …`;
}

/** The same as text. */
export function phaseText(phase: Exclude<Phase, { step: 'progress' }>): string {
  switch (phase.step) {
    case 'connecting':
      return `Connecting to ${phase.relay} …`;
    case 'relay':
      return relayText(phase.problem, phase.retryMs, phase.leftMs);
    case 'party':
      return partyText(phase.name, phase.waitMs);
    case 'meeting':
      return meetingText(phase);
    case 'waiting':
      return phase.isReading
        ? `Waiting for every party’s approval: ${listed(phase.awaited)} ${phase.awaited.length === 1 ? 'is' : 'are'} still reading the agreement …`
        : `Waiting for ${listed(phase.awaited)} …`;
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

function meetingText({ present, expected, awaited, lacksProposer }: Extract<Phase, { step: 'meeting' }>): string {
  if (present.length >= expected) return `All ${expected} parties are here: ${present.join(', ')}.`;
  const here = `${present.length} of ${expected} parties are here (${present.join(', ')})`;
  if (lacksProposer) return `${here}. Its proposer, who made the invite, is not here: if \`mpc\` has ended there, the invite is dead, and you need a new one. Waiting …`;
  return `${here}; waiting for ${awaited.length === 0 ? 'the others' : listed(awaited)} …`;
}
