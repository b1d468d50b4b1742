import { basename } from 'node:path';
import { MpcError } from '../library/errors.js';
import { openIdentity, type Identity } from '../library/home.js';
import type { ProposedTerms } from '../library/operations.js';
import { needsData } from '../library/sessions.js';
import { MpcCommand } from './base-command.js';
import type { ParticipationValues, ProposalValues } from './flags.js';
import { unlocking } from './identity.js';
import { dataFilesOf, readsStandardInput } from './input.js';
import { showOutcome, type ToShow } from './outcome.js';
import { writeNew } from './output.js';
import { participate, type Participation } from './participation.js';
import { shownPath } from './paths.js';
import { agreementWithKnown, checkParties, completeByAsking, openSession, writeAgreement } from './proposing.js';
import { toUser } from './terminal/screen.js';

export type ProposeValues<Own> = ProposalValues & ParticipationValues & Own;

/** What all operations share: they propose, and take part unless only the file is wanted. `Own` are the values of the operation's own flags. */
export abstract class ProposeCommand<Own extends object> extends MpcCommand {
  /** How many parties a session has, if somebody is asked at a terminal. */
  protected abstract readonly usualSeats: string;

  /** Asks for what the operation needs, and writes it into the flags. */
  protected abstract askTerms(flags: ProposeValues<Own>): Promise<void>;

  /** @param ownName the proposer's. */
  protected abstract termsOf(flags: ProposeValues<Own>, ownName: string): ProposedTerms;

  protected async propose(given: ProposeValues<Own>): Promise<object> {
    const isAsked = this.isInteractive && given.propose === undefined;
    // Without an identity nothing below can succeed: say so before asking for anything.
    const own = await this.store.identity.read();
    const flags = isAsked ? await completeByAsking(given, own.name, this.usualSeats, async (each) => this.askTerms(each)) : given;
    checkParties(flags);
    if (flags.propose !== undefined) return this.#writeOnly(own, flags);
    return flags.seats === undefined ? this.#withKnownParties(flags) : this.#byInvite(flags);
  }

  async #writeOnly(own: { name: string }, flags: ProposeValues<Own>): Promise<object> {
    const proposed = await agreementWithKnown(this.store, flags, this.termsOf(flags, own.name));
    if (flags.propose === '-') {
      if (this.common.json) throw new MpcError('USAGE', '--json and --propose - both want standard output.', 'Leave --json out: the agreement is JSON.');
      this.print(proposed.text);
      this.note(`Digest: ${proposed.digest}`);
      return {};
    }
    const file = await writeAgreement(proposed, flags.propose);
    this.print(`Agreement: ${file}\nDigest:    ${proposed.digest}`);
    this.note('Nothing is signed yet. Send the file to the others; everyone reads it with `mpc agreement show FILE` and runs `mpc join FILE`.');
    return { file, digest: proposed.digest };
  }

  async #withKnownParties(flags: ProposeValues<Own>): Promise<object> {
    const identity = await openIdentity(this.store, unlocking(flags['passphrase-file'], this.isInteractive));
    const proposed = await agreementWithKnown(this.store, flags, this.termsOf(flags, identity.name));
    const { agreement, digest } = proposed;
    const announce = async () => {
      const file = await writeAgreement(proposed, undefined);
      this.note(`The others need the agreement: ${shownPath(file)}\n  They run: mpc join ${shownPath(basename(file))} --csv THEIR.csv\n  Digest: ${digest}`);
    };
    return this.#takePart(identity, flags, { entry: { kind: 'agreement', agreement }, trial: agreement, isOwn: true, beforeConnecting: announce });
  }

  async #byInvite(flags: ProposeValues<Own>): Promise<object> {
    // The roster is not known yet, unless the user says which keys all the others have: then each other party is one of them.
    const isOwn = new Set(flags['expect-fingerprint'] ?? []).size >= (flags.seats ?? Infinity) - 1;
    const identity = await openIdentity(this.store, unlocking(flags['passphrase-file'], this.isInteractive));
    const { invite, seats, holdsToken, entry, trial } = await openSession(this.store, flags, this.termsOf(flags, identity.name));
    const announce = async () => {
      if (flags['invite-file'] !== undefined) await writeNew(flags['invite-file'], `${invite}\n`, 0o600);
      toUser(`Invite for the other ${seats === 2 ? 'party' : `${seats - 1} parties`} (whoever has it can take a seat: send it over a channel you trust${holdsToken ? '; it also holds your admission token for the relay' : ''}):\n\n${invite}\n\nThey run \`mpc join --csv THEIR.csv\` and paste it.\n`);
    };
    return this.#takePart(identity, flags, { entry, trial, isOwn, beforeConnecting: announce });
  }

  async #takePart(identity: Identity, flags: ProposeValues<Own>, own: Required<Pick<Participation, 'entry' | 'trial' | 'isOwn' | 'beforeConnecting'>>): Promise<object> {
    needsData(own.trial, identity.name, dataFilesOf(flags)[0]);
    return this.show(await participate({ store: this.store, identity, flags, ...own, isInteractive: this.isInteractive, stdinIsTaken: this.#stdinIsTaken(flags), isQuiet: this.common.quiet, texts: this.texts, settings: this.settings, note: (text) => this.note(text) }));
  }

  #stdinIsTaken(flags: ParticipationValues): boolean {
    return readsStandardInput(flags) && !this.common['no-input'];
  }

  protected async show(participated: ToShow): Promise<object> {
    return showOutcome(participated, this.common.json, (text) => this.note(text));
  }
}
