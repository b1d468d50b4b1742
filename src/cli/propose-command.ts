import { basename } from 'node:path';
import { writeNew } from '../io/files.js';
import { locateHome, type Home } from '../io/home.js';
import { readPublicIdentity } from '../io/identity-file.js';
import { MpcCommand } from './base-command.js';
import type { ParticipationValues, ProposalValues } from './flags.js';
import { openIdentity } from './identity.js';
import { needsData } from './input.js';
import { showOutcome } from './outcome.js';
import { participate, type Participated } from './participation.js';
import { agreementWithKnown, checkParties, completeByAsking, openSession, writeAgreement, type OperationOf } from './proposing.js';

type Values = ProposalValues & ParticipationValues;

/** What `mpc sum`, `mpc average` and every other operation share: propose, and take part unless only the file is wanted. */
export abstract class ProposeCommand extends MpcCommand {
  protected async propose(given: Values, operation: OperationOf): Promise<object> {
    const isAsked = this.isInteractive && given.propose === undefined;
    const home = locateHome();
    // Without an identity nothing below can succeed: say so before asking for anything.
    const own = await readPublicIdentity(home);
    const flags = isAsked ? await completeByAsking(given, own.name) : given;
    checkParties(flags);
    if (flags.propose !== undefined) return this.#writeOnly(home, own, flags, operation);
    return flags.parties === undefined ? this.#withKnownParties(home, flags, operation) : this.#byInvite(home, flags, operation);
  }

  async #writeOnly(home: Home, own: { name: string; publicKey: Uint8Array }, flags: Values, operation: OperationOf): Promise<object> {
    const { file, digest } = await writeAgreement(await agreementWithKnown(home, own, flags, operation), flags.propose);
    this.print(`Agreement: ${file}\nDigest:    ${digest}`);
    this.note('Nothing is signed yet. Send the file to the others; everyone reads it with `mpc agreement show FILE` and runs `mpc join FILE`.');
    return { file, digest };
  }

  async #withKnownParties(home: Home, flags: Values, operation: OperationOf): Promise<object> {
    const identity = await openIdentity(home, flags['passphrase-file'], this.isInteractive);
    const agreement = await agreementWithKnown(home, identity, flags, operation);
    needsData(agreement, identity.name, flags.csv);
    const announce = async () => {
      const { file, digest } = await writeAgreement(agreement, undefined);
      this.note(`The others need the agreement: ${file}\n  They run: mpc join ${basename(file)} --csv THEIR.csv\n  Digest: ${digest}`);
    };
    return this.show(await participate({ home, identity, entry: { kind: 'agreement', agreement }, flags, isOwn: true, terms: agreement, isInteractive: this.isInteractive, isQuiet: this.common.quiet, note: (text) => this.note(text), beforeConnecting: announce }));
  }

  async #byInvite(home: Home, flags: Values, operation: OperationOf): Promise<object> {
    // The roster is not known yet; the words that the user expects would make it known.
    const isOwn = flags['expect-fingerprint'] !== undefined;
    const identity = await openIdentity(home, flags['passphrase-file'], this.isInteractive);
    const { invite, text, write, terms } = openSession(flags, operation);
    needsData({ contributors: (flags['without-data'] ?? []).includes(identity.name) ? [] : [identity.name] }, identity.name, flags.csv);
    const announce = async () => {
      if (flags['invite-file'] !== undefined) await writeNew(flags['invite-file'], `${text}\n`, 0o600);
      process.stderr.write(`Invite for the other ${invite.seats - 1} parties (whoever has it can take a seat: send it over a channel you trust):\n\n${text}\n\nThey run \`mpc join --csv THEIR.csv\` and paste it.\n`);
    };
    return this.show(await participate({ home, identity, entry: { kind: 'proposal', invite, write }, flags, isOwn, terms, isInteractive: this.isInteractive, isQuiet: this.common.quiet, note: (line) => this.note(line), beforeConnecting: announce }));
  }

  protected show(participated: Participated): object {
    return showOutcome(participated, this.common.json, (text) => this.note(text));
  }
}
