import type { OnStep } from './thread/matcher.js';

const STEPS: Readonly<Record<string, string>> = {
  preparing: 'Preparing',
  blinding: 'Blinding this party’s keys',
  unblinding: 'Reading the answers',
  evaluating: 'Answering for the other list',
  delivering: 'Handing over',
  encrypting: 'Encrypting this party’s list',
  checking: 'Checking the others’ lists',
  mixing: 'Mixing the lists',
  answering: 'Answering for the recipient’s list',
};

/** The steps of matching protocols as users read them. */
export function inWords(onProgress: OnStep | undefined): OnStep {
  return (step, done, total) => onProgress?.(STEPS[step] ?? step, done, total);
}
