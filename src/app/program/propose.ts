import { MpcError } from '../../errors.js';
import type { Checked } from '../../language/check/program.js';
import { NOTICES } from '../../language/explain/tables/notices.js';
import { acceptKeys, type Notice } from '../../language/notices/notice.js';
import { noticeSection } from '../../language/notices/notices.js';
import { attentionOfRuns } from '../../language/notices/runs.js';
import { attentionOfLists } from '../../language/notices/scripts.js';
import { planOf } from '../../language/plan/plan.js';
import { textOf } from '../../language/words/layout.js';
import { listed } from '../../language/words/numerals.js';
import { allThatIsNotThere, filesOf, parameterText, remediesFor } from '../../session/operations/program/compiled.js';
import type { ProgramTerms } from '../../session/operations/program/propose.js';
import { canonicalText } from '../../session/operations/program/text.js';
import { listsOf, parametersOf } from './data.js';
import { castOf } from './roles.js';
import { checkProgram, type ProgramText } from './text.js';

/** What a proposer decides of a program. */
export interface ProgramOptions {
  /** Which parties have which role, each as ROLE=NAME,NAME; or the name of the one role if everybody has it. */
  readonly roles?: readonly string[] | undefined;
  /** Values of parameters, each as NAME=VALUE. */
  readonly parameters?: readonly string[] | undefined;
  /** Files of lists, each as NAME=FILE, one entry a line. */
  readonly lists?: readonly string[] | undefined;
  /** The notices that the proposer accepts (A04:1, A13), or all. */
  readonly accept?: readonly string[] | 'all' | undefined;
  /** Throws where one of the parties that the roles name is not known. */
  readonly checkNames?: ((names: readonly string[]) => Promise<void>) | undefined;
  /** How often the agreement may be run; default once. */
  readonly runs?: number | undefined;
}

/** Who takes part by their roles, what each learns, and who puts nothing in. */
export interface RoleAssignment {
  /** The other parties, without the proposer. */
  readonly parties: readonly string[];
  readonly recipients: readonly string[];
  readonly withoutData: readonly string[];
}

/** The terms of a proposal, and where roles were given to parties, what follows from them for the rest of it. */
export interface ProgramProposal {
  readonly terms: ProgramTerms;
  /** Notices that this proposal accepts. */
  readonly accepted: readonly Notice[];
  /** Undefined if everybody has the one role. Throws USAGE if the proposer, by its name, has none, or a party has two. */
  readonly assignedBy: ((proposer: string) => RoleAssignment) | undefined;
}

/** Checks that a program runs among parties and that what it may give away is accepted. Throws PROGRAM_INVALID, PROGRAM_NEEDS_ENGINE, NOTICES_UNACCEPTED or USAGE. */
export async function program(text: ProgramText, options: ProgramOptions): Promise<ProgramProposal> {
  const { checked, notices } = checkProgram(text);
  refuseForNow(text.name, checked);
  // Who takes part comes first: whoever has misspelled a name would otherwise read all notices before learning of it.
  const roles = rolesOf(checked, options.roles ?? []);
  if (typeof roles !== 'string') await options.checkNames?.([...roles.values()].flat());
  const lists = Object.fromEntries(await listsOf(checked, options.lists ?? []));
  const attention = [...notices, ...attentionOfLists(lists), ...attentionOfRuns(options.runs ?? 1)].filter((notice) => notice.attention);
  const accepted = acceptedOf(options.accept ?? [], attention);
  const values = parametersOf(checked, options.parameters ?? []);
  const parameters = Object.fromEntries([...checked.parameters.values()].map(({ name, info }) => [name, parameterText(values.get(name) ?? null, info.type)]));
  const terms: ProgramTerms = { operation: { name: 'program' }, text: canonicalText(text.text), roles, parameters, lists, accepted };
  return { terms, accepted: attention, assignedBy: typeof roles === 'string' ? undefined : (proposer) => assigned(checked, roles, proposer) };
}

function acceptedOf(accept: readonly string[] | 'all', attention: readonly Notice[]): string[] {
  const keys = [...new Set(attention.flatMap(acceptKeys))];
  if (accept === 'all') return keys;
  const vain = accept.find((key) => !keys.includes(key));
  if (vain !== undefined) throw usage(`--accept ${vain}: the program has no such notice.`, keys.length === 0 ? 'Leave the flag out: nothing has to be accepted.' : `Those that have to be accepted: ${keys.join(', ')}.`);
  const missing = keys.filter((key) => !accept.includes(key));
  if (missing.length === 0) return keys;
  const open = attention.filter((notice) => acceptKeys(notice).some((key) => missing.includes(key)));
  throw new MpcError('NOTICES_UNACCEPTED', 'The program may give away what nobody has accepted.', `Read the notices, and change the program or accept them: ${missing.map((key) => `--accept ${key}`).join(' ')}`, {
    details: { fields: { notices: open.map(({ code, reveals, text, line }) => ({ code, reveals, text, line })) }, text: `${textOf([noticeSection(open)])}\n${remediesOf(open)}` },
  });
}

/** What would make each kind of notice go away. */
function remediesOf(open: readonly Notice[]): string {
  const codes = [...new Set(open.map(({ code }) => code))].filter((code) => NOTICES[code] !== undefined);
  return ['What would avoid them:', ...codes.map((code) => `  ${code}: ${NOTICES[code]?.remedy ?? ''} (mpc program explain ${code})`)].join('\n');
}

/** Throws PROGRAM_NEEDS_ENGINE with the lines. */
function refuseForNow(name: string, checked: Checked): void {
  const plan = planOf(checked);
  if (plan.on === 'engine') {
    throw new MpcError('PROGRAM_NEEDS_ENGINE', `${name} works with numbers that nobody sees, and such programs do not run among parties yet.`, '`mpc program try` runs it on sample files. Sums, counts and what follows from them run among parties.', {
      details: { fields: { lines: plan.lines }, text: plan.lines.map(({ line, column, why }) => `${name}:${line}:${column}: ${why}.`).join('\n') },
    });
  }
  const missing = allThatIsNotThere(checked);
  if (missing.length > 0) throw new MpcError('PROGRAM_NEEDS_ENGINE', `${name}: ${listed(missing)}, and such programs do not run among parties yet.`, `Change the program: ${[...new Set(remediesFor(checked))].join('; ')}. \`mpc program try\` runs it as it is, on sample files.`);
}

/** Who has which role, or the name of the one role that everybody has. */
function rolesOf(checked: Checked, given: readonly string[]): Map<string, readonly string[]> | string {
  const [only, ...more] = checked.roles.keys();
  const general = given.filter((value) => !value.includes('='));
  if (only !== undefined && more.length === 0 && (given.length === 0 || (given.length === 1 && general[0] === only))) return only;
  if (general.length > 0) throw usage(`--role ${general[0] ?? ''} does not say which parties have it.`, `Write --role ROLE=NAME,NAME. The roles of this program: ${[...checked.roles.keys()].join(', ')}.`);
  const cast = castOf(checked, given);
  const missing = [...checked.roles.keys()].filter((role) => !cast.has(role));
  if (missing.length > 0) throw usage(`Nobody has the role ${missing.join(', ')}.`, `Write --role ${missing[0] ?? ''}=NAME${checked.roles.get(missing[0] ?? '')?.isGroup === true ? ',NAME' : ''}.`);
  return cast;
}

/** The other parties, who puts nothing in, and who learns something, as the roles say. */
function assigned(checked: Checked, roles: ReadonlyMap<string, readonly string[]>, own: string): RoleAssignment {
  const names = [...roles.values()].flat();
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw usage(`${twice} has two roles.`, 'A party has one role for now.');
  if (!names.includes(own)) throw usage(`You, ${own}, have no role.`, 'Whoever proposes takes part: name yourself with --role, too.');
  const those = (does: (role: string) => boolean) => [...roles].flatMap(([role, members]) => (does(role) ? members : []));
  return {
    parties: names.filter((name) => name !== own),
    recipients: those((role) => checked.reveals.some(({ recipients }) => recipients.has(role))),
    withoutData: those((role) => filesOf(checked, role).length === 0),
  };
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
