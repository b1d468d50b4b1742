import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { examine } from '../library/home.js';

const { ca } = participationFlags;

export default class Doctor extends MpcCommand {
  static override summary = 'Check this installation: identity, permissions, known parties, receipts, relay.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --relay wss://relay.example.org'];
  static override flags = { ca, ...withEnvironment({ accept: Flags.boolean({ description: 'Accept the records of runs and the ledger as they are now, although some are gone.' }), relay: Flags.string({ description: 'Relay to reach, through the proxy that the environment names, if any.', helpValue: 'URL' }) }) };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Doctor);
    const { store } = this;
    if (flags.accept) await store.records.accept();
    const versions = { what: 'versions', ok: true, detail: this.config.userAgent, next: '', exit: 0 };
    const findings = [versions, ...(await examine(store, { relay: flags.relay, ca: flags.ca }))];
    for (const { what, ok, detail, next } of findings) this.printFitted(`${ok ? 'ok  ' : 'FAIL'} ${what}: ${detail}${ok ? '' : `\n     → ${next}`}`);
    const failed = findings.find((finding) => !finding.ok);
    if (failed !== undefined) process.exitCode = failed.exit;
    return { ok: failed === undefined, findings: findings.map(({ what, ok, detail, next }) => ({ what, ok, detail, ...(ok ? {} : { next }) })) };
  }
}
