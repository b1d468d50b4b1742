import { parseColumn, type NumberTerms } from '../library/agreements.js';
import type { EmptyCells, ProposedTerms } from '../library/operations.js';
import { acceptedSection, program, statsProgram, type Statistic } from '../library/programs.js';
import { listed, textOf } from '../library/text.js';
import { otherNumbers } from './analysis-columns.js';
import { keyNamed, recordsOf, showProgram } from './analysis-command.js';
import type { LinearValues } from './flags.js';
import { ProposeCommand, type ProposeValues } from './propose-command.js';
import { needed, problemOf, usage } from './proposing.js';
import { askText } from './terminal/prompts.js';

/** What `mpc sum` and `mpc average` share: columns of numbers. By groups or under a condition, they make a program as `mpc stats` does. */
export abstract class LinearCommand<Own extends object = object> extends ProposeCommand<LinearValues & Own> {
  protected readonly usualSeats = '3';
  /** What is worked out for each group. */
  protected abstract readonly statistics: readonly Statistic[];

  #program: ProposedTerms | undefined;

  /** The terms if all rows are one group. */
  protected abstract linearTerms(flags: LinearValues & Own): ProposedTerms;

  protected override termsOf(flags: LinearValues & Own): ProposedTerms {
    return this.#program ?? this.linearTerms(flags);
  }

  protected async askTerms(flags: ProposeValues<LinearValues & Own>): Promise<void> {
    flags.column ??= (await askText('Which columns? (NAME or NAME:MIN..MAX:DECIMALS, between commas)', { check: (text) => problemOf(() => text.split(',').map(parseColumn)) })).split(',');
  }

  /** `digits`: digits of an average beyond the column's decimals. */
  protected async proposeLinear(flags: ProposeValues<LinearValues & Own>, digits?: number): Promise<object> {
    const { by = [], where, 'min-group': minGroup, 'show-program': isOnlyShown } = flags;
    if (by.length === 0 && where === undefined) {
      if (minGroup !== undefined || isOnlyShown) throw usage(`${isOnlyShown ? '--show-program' : '--min-group'} goes with --by or --where.`, 'Without them, all rows are one group, and no program is written.');
      return this.propose(flags);
    }
    refuseElsewhere(flags);
    const text = this.#written(flags, digits);
    if (isOnlyShown) {
      return showProgram(text, (shown) => {
        this.print(shown);
      });
    }
    const { terms, accepted } = await program({ name: 'The program', text }, { accept: 'all', runs: flags.runs });
    if (accepted.length > 0) this.note(textOf([acceptedSection(accepted)]));
    this.#program = terms;
    return this.propose(flags);
  }

  #written(flags: LinearValues & Own, digits: number | undefined): string {
    const records = recordsOf(flags);
    const by = (flags.by ?? []).map((name) => keyNamed(records.columns, name));
    const numbers = otherNumbers(records.columns, by, undefined);
    const others = otherNumbers(records.columns, by, records.where);
    // A column that the condition names is there for the condition, unless it is the only one.
    const of = others.length > 0 ? others : numbers;
    const without = numbers.filter((column) => !of.includes(column));
    const named = (columns: typeof numbers) => listed(columns.map(({ name }) => name));
    if (without.length > 0) this.note(`Only ${named(of)} ${of.length === 1 ? 'is' : 'are'} worked out: ${named(without)} ${without.length === 1 ? 'stands' : 'stand'} in --where. \`mpc stats --of NAME\` takes any column.`);
    if (of.length === 0) throw usage('There is no column of numbers to add up.', 'Declare one, such as --column salary:0..500000:2.');
    return statsProgram(records, { of, by, statistics: this.statistics, minGroup: flags['min-group'], digits });
  }
}

/** What a program has no room for, since its text says who learns what. Throws USAGE. */
function refuseElsewhere(flags: ProposeValues<LinearValues>): void {
  const given = (['to', 'without-data', 'threshold', 'holder'] as const).find((name) => flags[name] !== undefined);
  if (given !== undefined) throw usage(`--${given} does not go with --by or --where: every party puts data in and learns the results.`, 'Leave it out, or write a program of your own: `mpc program new`.');
}

/** What the flags say about numbers. Throws USAGE if no column is named. */
export function numbersOf(flags: LinearValues): NumberTerms {
  if (flags.column === undefined || flags.column.length === 0) throw needed('column', 'Name the column of numbers: --column salary, or with its range --column salary:0..500000:2.');
  return { columns: flags.column, empty: flags.empty as EmptyCells, maxRows: flags['max-rows'], allowTwo: flags['allow-two'], allowNoRows: flags['allow-no-rows'] };
}
