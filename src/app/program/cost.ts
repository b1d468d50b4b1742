/** What it takes to run a program, without anybody's data. */
import { MpcError } from '../../errors.js';
import type { Obstacle } from '../../language/plan/sums/study.js';
import { planOf } from '../../language/plan/plan.js';
import { cleaned } from '../../session/clean.js';
import { allThatIsNotThere } from '../../session/operations/program/compiled.js';
import { costOfSums, type SumsCost } from '../../session/operations/program/cost.js';
import { checkProgram, type ProgramText } from './text.js';

export type ProgramCost = { readonly title: string; readonly parties: Readonly<Record<string, number>> } & (
  | { readonly runsOn: 'sums'; readonly cost: SumsCost; /** Why `mpc run` refuses it all the same. */ readonly refused: readonly string[] }
  /** What the engine would send is not known before it runs programs. */
  | { readonly runsOn: 'engine'; readonly lines: readonly Obstacle[] }
);

/**
 * What each party sends, with as many parties as are said (ROLE=N), and otherwise as few as the program takes. Lists count with as many entries as they may have.
 * Throws PROGRAM_INVALID, USAGE, or AGREEMENT_INVALID if these are more or wider sums than can be run.
 */
export function costOfProgram(program: ProgramText, parties: readonly string[] = []): ProgramCost {
  const { checked } = checkProgram(program);
  const counts = new Map([...checked.roles.values()].map(({ name, least }) => [name, least]));
  for (const given of parties) {
    const [, name = '', number = ''] = /^([^=]+)=(\d{1,4})$/.exec(given) ?? [];
    const role = checked.roles.get(name);
    if (role === undefined) throw new MpcError('USAGE', `--roles ${cleaned(given, 60)} does not say how many parties a role of this program has.`, `Write --roles ROLE=N. Its roles: ${[...counts.keys()].join(', ')}.`);
    const count = Number(number);
    if (count < role.least || count > role.most) throw new MpcError('USAGE', `${name} is ${role.isGroup ? `a group of ${role.least} to ${role.most} parties` : 'one party'}, not ${count}.`, `Write --roles ${name}=${role.least}.`);
    counts.set(name, count);
  }
  const general = { title: checked.program.title, parties: Object.fromEntries(counts) };
  const plan = planOf(checked);
  if (plan.on === 'engine') return { ...general, runsOn: 'engine', lines: plan.lines };
  const lists = new Map([...checked.lists.values()].map(({ name, most }) => [name.text, new Array<string>(most)]));
  return { ...general, runsOn: 'sums', cost: costOfSums(checked, plan, { counts, lists }), refused: allThatIsNotThere(checked) };
}
