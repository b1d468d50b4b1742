import { basename } from 'node:path';
import { openIdentity } from '../library/home.js';
import { needsData } from '../library/sessions.js';
import { toUser } from './terminal/screen.js';
import { writeNew } from '../io/files.js';
import type { Proposal } from '../library/agreements.js';
import { MpcCommand } from './base-command.js';
import type { ParticipationValues, ProposalValues } from './flags.js';
import { unlocking } from './identity.js';
import { dataFileOf } from './input.js';
import { showOutcome } from './outcome.js';
import { participate, type Participated } from './participation.js';
import { agreementWithKnown, checkParties, completeByAsking, openSession, writeAgreement } from './proposing.js';

export type ProposeValues<Own> = ProposalValues & ParticipationValues & Own;

/** What all operations share: propose, and take part unless only the file is wanted. `Own` are the values of the operation's own flags. */
export abstract class ProposeCommand<Own extends object> extends MpcCommand {
  /** How many parties a session has, where somebody is asked at a terminal. */
  protected abstract readonly usualSeats: string;

  /** Asks for what the operation needs, and writes it into the flags. */
  protected abstract askTerms(flags: ProposeValues<Own>): Promise<void>;

  /** @param ownName the proposer's. */
  protected abstract termsOf(flags: ProposeValues<Own>, ownName: string): Proposal['terms'];

  protected async propose(given: ProposeValues<Own>): Promise<object> {
    const isAsked = this.isInteractive && given.propose === undefined;
    // Without an identity nothing below can succeed: say so before asking for anything.
    const own = await this.store.identity.read();
    const flags = isAsked ? await completeByAsking(given, own.name, this.usualSeats, async (each) => this.askTerms(each)) : given;
    checkParties(flags);
    if (flags.propose !== undefined) return this.#writeOnly(own, flags);
    return flags.seats === undefined ? this.#withKnownParties(flags) : this.#byInvite(flags);
  }

  async #writeOnly(own: { name: string; publicKey: Uint8Array }, flags: ProposeValues<Own>): Promise<object> {
    const { file, digest } = await writeAgreement(await agreementWithKnown(this.store, own, flags, this.termsOf(flags, own.name)), flags.propose);
    this.print(`Agreement: ${file}\nDigest:    ${digest}`);
    this.note('Nothing is signed yet. Send the file to the others; everyone reads it with `mpc agreement show FILE` and runs `mpc join FILE`.');
    return { file, digest };
  }

  async #withKnownParties(flags: ProposeValues<Own>): Promise<object> {
    const identity = await openIdentity(this.store, unlocking(flags['passphrase-file'], this.isInteractive));
    const agreement = await agreementWithKnown(this.store, identity, flags, this.termsOf(flags, identity.name));
    needsData(agreement, identity.name, dataFileOf(flags));
    const announce = async () => {
      const { file, digest } = await writeAgreement(agreement, undefined);
      this.note(`The others need the agreement: ${file}\n  They run: mpc join ${basename(file)} --csv THEIR.csv\n  Digest: ${digest}`);
    };
    return this.show(await participate({ store: this.store, identity, entry: { kind: 'agreement', agreement }, flags, isOwn: true, trial: agreement, isInteractive: this.isInteractive, stdinIsTaken: this.#stdinIsTaken(flags), isQuiet: this.common.quiet, note: (text) => this.note(text), beforeConnecting: announce }));
  }

  async #byInvite(flags: ProposeValues<Own>): Promise<object> {
    // The roster is not known yet, unless the user says which keys all the others have: each is then one of them.
    const isOwn = new Set(flags['expect-fingerprint'] ?? []).size >= (flags.seats ?? Infinity) - 1;
    const identity = await openIdentity(this.store, unlocking(flags['passphrase-file'], this.isInteractive));
    const { invite, text, write, trial } = await openSession(this.store, identity, flags, this.termsOf(flags, identity.name));
    needsData(trial, identity.name, dataFileOf(flags));
    const announce = async () => {
      if (flags['invite-file'] !== undefined) await writeNew(flags['invite-file'], `${text}\n`, 0o600);
      toUser(`Invite for the other ${invite.seats === 2 ? 'party' : `${invite.seats - 1} parties`} (whoever has it can take a seat: send it over a channel you trust${invite.admissionToken === undefined ? '' : '; it also holds your admission token for the relay'}):\n\n${text}\n\nThey run \`mpc join --csv THEIR.csv\` and paste it.\n`);
    };
    return this.show(await participate({ store: this.store, identity, entry: { kind: 'proposal', invite, write }, flags, isOwn, trial, isInteractive: this.isInteractive, stdinIsTaken: this.#stdinIsTaken(flags), isQuiet: this.common.quiet, note: (line) => this.note(line), beforeConnecting: announce }));
  }

  #stdinIsTaken({ data }: ParticipationValues): boolean {
    return data === '-' && !this.common['no-input'];
  }

  protected async show(participated: Participated): Promise<object> {
    return showOutcome(participated, this.common.json, (text) => this.note(text));
  }
}
