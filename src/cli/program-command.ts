import { MpcError } from '../library/errors.js';
import { acceptKeys, attentionOfRuns, canonicalText, filesOf, noticeSection, parameterText, planOf, whatIsNotThere, type Checked, type ProgramNotice, type ProgramTerms } from '../library/programs.js';
import { textOf } from '../library/text.js';
import { listsOf, parametersOf } from './program-data.js';
import { checkProgram, type ProgramFile } from './program-file.js';
import { castOf } from './program-roles.js';
import { ProposeCommand, type ProposeValues } from './propose-command.js';
import { usage } from './proposing.js';

/** What a proposer of a program decides beside. */
export interface ProgramValues {
  role?: string[] | undefined;
  set?: string[] | undefined;
  /** The notices that are accepted; undefined where all are, since the program is one of this command's own. */
  accept?: string[] | undefined;
}

/** What `mpc run` and the commands that write programs share: propose a program, and take part in it. */
export abstract class ProgramCommand extends ProposeCommand<ProgramValues> {
  protected readonly usualSeats = '3';

  #terms: ProgramTerms | undefined;

  protected askTerms(): Promise<void> {
    return Promise.resolve();
  }

  protected termsOf(): ProgramTerms {
    if (this.#terms === undefined) throw new Error('a program is proposed before it was read');
    return this.#terms;
  }

  /** Checks that the program runs among parties and that its notices are accepted, and goes on as other proposals do. */
  protected async proposeProgram(file: ProgramFile, flags: ProposeValues<ProgramValues>, acceptsAll: boolean): Promise<object> {
    const { checked, notices } = checkProgram(file);
    refuseForNow(file.name, checked);
    const accepted = this.#accept(flags, [...notices, ...attentionOfRuns(flags.runs)], acceptsAll);
    const values = parametersOf(checked, flags.set ?? []);
    await listsOf(checked, []);
    const parameters = Object.fromEntries([...checked.parameters.values()].map(({ name, info }) => [name, parameterText(values.get(name) ?? null, info.type)]));
    const own = await this.store.identity.read();
    const roles = rolesOf(checked, flags.role ?? []);
    this.#terms = { operation: { name: 'program' }, text: canonicalText(file.text), roles, parameters, accepted };
    return this.propose({ ...flags, ...(typeof roles === 'string' ? {} : placed(checked, roles, flags, own.name)) });
  }

  #accept({ accept = [] }: ProgramValues, notices: readonly ProgramNotice[], acceptsAll: boolean): string[] {
    const attention = notices.filter((notice) => notice.attention);
    const keys = [...new Set(attention.flatMap(acceptKeys))];
    const vain = accept.find((key) => !keys.includes(key));
    if (vain !== undefined) throw usage(`--accept ${vain}: the program has no such notice.`, keys.length === 0 ? 'Leave the flag out: nothing has to be accepted.' : `Those that have to be accepted: ${keys.join(', ')}.`);
    if (acceptsAll) {
      if (attention.length > 0) this.note(textOf([{ ...noticeSection(attention), heading: 'Accepted by proposing this' }]));
      return keys;
    }
    const missing = keys.filter((key) => !accept.includes(key));
    if (missing.length === 0) return keys;
    const open = attention.filter((notice) => acceptKeys(notice).some((key) => missing.includes(key)));
    throw new MpcError('NOTICES_UNACCEPTED', 'The program may give away what nobody has accepted.', `Read the notices, and change the program or accept them: ${missing.map((key) => `--accept ${key}`).join(' ')}`, {
      details: { fields: { notices: open.map(({ code, reveals, text, line }) => ({ code, reveals, text, line })) }, text: textOf([noticeSection(open)]) },
    });
  }
}

/** Throws PROGRAM_NEEDS_ENGINE with the lines. */
function refuseForNow(name: string, checked: Checked): void {
  const plan = planOf(checked);
  if (plan.on === 'engine') {
    throw new MpcError('PROGRAM_NEEDS_ENGINE', `${name} works with numbers that nobody sees, and such programs do not run among parties yet.`, '`mpc program try` runs it on sample files. Sums, counts and what follows from them run among parties.', {
      details: { fields: { lines: plan.lines }, text: plan.lines.map(({ line, column, why }) => `${name}:${line}:${column}: ${why}.`).join('\n') },
    });
  }
  const missing = whatIsNotThere(checked);
  if (missing !== undefined) throw new MpcError('PROGRAM_NEEDS_ENGINE', `${name}: ${missing.replace(' of its program', '')}, and such programs do not run among parties yet.`, '`mpc program try` runs it on sample files.');
}

/** Who has which role; or the name of the one role that everybody has. */
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

/** The other parties, who puts nothing in and who learns something, as roles have it. */
function placed(checked: Checked, roles: ReadonlyMap<string, readonly string[]>, flags: ProposeValues<ProgramValues>, own: string): Pick<ProposeValues<ProgramValues>, 'party' | 'to' | 'without-data'> {
  const names = [...roles.values()].flat();
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw usage(`${twice} has two roles.`, 'A party has one role for now.');
  if (!names.includes(own)) throw usage(`You, ${own}, have no role.`, 'Whoever proposes takes part: name yourself with --role, too.');
  if (flags.party !== undefined) throw usage('--party and the names behind --role both say who takes part.', 'Leave --party out.');
  const those = (does: (role: string) => boolean) => [...roles].flatMap(([role, members]) => (does(role) ? members : []));
  return {
    ...(flags.seats === undefined ? { party: names.filter((name) => name !== own) } : {}),
    to: those((role) => checked.reveals.some(({ recipients }) => recipients.has(role))),
    'without-data': those((role) => filesOf(checked, role).length === 0),
  };
}
