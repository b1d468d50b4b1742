import { invalid } from '../../agreement/invalid.js';
import { resultBlocks } from '../../../language/results-blocks.js';
import { COMMIT_STEP } from '../../protocol/secure-sum.js';
import type { Operation } from '../operation.js';
import { compile, fieldNames, filesOf, hasOneCommitment, seatOf } from './compiled.js';
import { noticesOf, programWords } from './describe.js';
import { programTerms, type ProgramTerms } from './propose.js';
import { columns, limits, operation as schema } from './schema.js';
import type { ProgramAgreement, ProgramResult } from './types.js';

/** An analysis in the language, on sums: `docs/language/running.md`. */
export const program: Operation<ProgramAgreement, ProgramTerms, ProgramResult> = {
  name: 'program',
  schema: { operation: schema, columns, limits },
  check(agreement) {
    const { operation, parties, contributors, recipients, limits: { minContributors } } = agreement;
    const compiled = compile(operation);
    for (const { name } of parties) seatOf(compiled, name);
    const named = [...compiled.names.values()].flat();
    if (named.length !== parties.length) throw invalid('somebody has a role in it who is not a party');
    const rolesThat = (does: (role: string) => boolean) => parties.map(({ name }) => name).filter((name) => does(seatOf(compiled, name).role)).join('\n');
    if (rolesThat((role) => filesOf(compiled.checked, role).length > 0) !== contributors.join('\n')) throw invalid('its contributors are not those who put data into its program');
    if (rolesThat((role) => compiled.checked.reveals.some((reveal) => reveal.recipients.has(role))) !== recipients.join('\n')) throw invalid('its recipients are not those who learn something from its program');
    if (minContributors !== contributors.length) throw invalid('it does not ask for all of its contributors');
  },
  // Every party must compute what all have read: another version of the program may plan differently.
  checkCurrent({ operation }) {
    if (compile(operation).plan !== operation.plan) throw invalid('its plan is not what this version of the program makes of its text', 'All parties need the same version of mpc (`mpc --version`).');
  },
  proposing: {
    names: ({ roles }) => (typeof roles === 'string' ? [] : [...roles.values()].flat()),
    usualRecipients: (names) => names,
    terms: programTerms,
  },
  words: programWords,

  putsDataIn: (agreement, party) => agreement.contributors.includes(party),
  reads: ({ operation }, party) => {
    const compiled = compile(operation);
    const seat = seatOf(compiled, party);
    const inputs = filesOf(compiled.checked, seat.role);
    return { kind: 'rows', compiled, seat, inputs, columnNames: inputs.flatMap(fieldNames) };
  },
  // Sums answer no question about one item: a contributor of rows can only shift them.
  testers: () => [],
  attentionCodes: (agreement) => noticesOf(agreement).filter(({ attention }) => attention).map(({ code }) => code),

  commitmentStep: ({ operation }) => (hasOneCommitment(operation) ? COMMIT_STEP : undefined),
  sealing: 'never',
  result: {
    json: (_, result) => result,
    schema: async () => (await import('./result-schema.js')).programResultSchema,
    view: ({ operation }, json, { program: texts }) => [
      ...texts.resultInEnglish.map((text) => ({ kind: 'line' as const, text })),
      ...resultBlocks(compile(operation).checked, (json as ProgramResult).values, (number) => number, texts.hidden),
    ],
    warnings: () => [],
    ownRows: () => undefined,
  },

  progressText: 'Adding up under sharing …',
  waitsForDelivery: false,
  lanes: () => [],
  prepare: async () => Promise.resolve(undefined),
  load: async () => {
    const { runProgram } = await import('./run.js');
    return { run: runProgram };
  },
};
