import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { cleaned } from '../library/text.js';
import { dependsOnKey, encodePublicKey, keptShares, type DependsOnKey } from '../library/home.js';
import { MpcError } from '../library/errors.js';
import { reachRelay } from '../library/relays.js';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly next: string;
  readonly exit: number;
}

const { ca } = participationFlags;

export default class Doctor extends MpcCommand {
  static override summary = 'Check this installation: identity, permissions, known parties, receipts, relay.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --relay wss://relay.example.org'];
  static override flags = { ca, ...withEnvironment({ accept: Flags.boolean({ description: 'Take the records of runs and the ledger as they are now, although some are gone.' }), relay: Flags.string({ description: 'Relay to reach, through the proxy that the environment names, if any.', helpValue: 'URL' }) }) };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Doctor);
    const { store } = this;
    if (flags.accept) await store.records.accept();
    const findings = [
      await examine('versions', async () => Promise.resolve(this.config.userAgent)),
      await examine('identity', async () => {
        const { name, publicKey, isEncrypted } = await store.identity.read();
        return `${name}, ${encodePublicKey(publicKey)}, ${isEncrypted ? 'encrypted' : 'not encrypted'}, readable by you alone (${store.identity.path})`;
      }),
      await examine('former keys', async () => {
        const former = await store.identity.former();
        const own = [await store.identity.read(), ...former].map(({ publicKey }) => encodePublicKey(publicKey));
        const shares = await keptShares(store);
        const orphan = shares.find(({ holderKey }) => !own.includes(holderKey));
        if (orphan !== undefined) throw new MpcError('IDENTITY_MISSING', `${orphan.path} was made for the key ${orphan.holderKey}, and no identity here has it.`, 'Put the identity file of that key back from your back-up, beside identity.json. Without it the share cannot be used.');
        if (former.length === 0) return 'none';
        const inWords = await Promise.all(former.map(async ({ path, publicKey }) => {
          const { agreements } = await dependsOnKey(store, encodePublicKey(publicKey), Date.now());
          return `${path}, for ${counted(shares.filter(({ holderKey }) => holderKey === encodePublicKey(publicKey)).length)}${strandedInWords(agreements)}`;
        }));
        return inWords.join('; ');
      }),
      await examine('records', async () => {
        const [missing] = await store.records.missing();
        if (missing !== undefined) throw new MpcError('LEDGER_INVALID', missing, 'Restore your newest back-up; if you removed it yourself, run `mpc doctor --accept`.');
        return 'of runs and of what others tested: whole';
      }),
      await examine('known parties', async () => `${(await store.parties.list()).length}`),
      await examine('receipts', async () => `${(await store.receipts.verify()).length}, log whole`),
      await examine('history', async () => `${(await store.history.read()).lines.length} entries, whole`),
      ...(flags.relay === undefined ? [] : [await examine('relay', async () => reachRelay(store, flags.relay ?? '', flags.ca))]),
    ];
    for (const { what, ok, detail, next } of findings) this.printFitted(`${ok ? 'ok  ' : 'FAIL'} ${what}: ${detail}${ok ? '' : `\n     → ${next}`}`);
    const failed = findings.find((finding) => !finding.ok);
    if (failed !== undefined) process.exitCode = failed.exit;
    return { ok: failed === undefined, findings: findings.map(({ what, ok, detail, next }) => ({ what, ok, detail, ...(ok ? {} : { next }) })) };
  }
}

/** Agreements that can be run no more, since they name a key that was changed. */
function strandedInWords(agreements: DependsOnKey['agreements']): string {
  if (agreements.length === 0) return '';
  const named = agreements.map(({ digest, purpose }) => `${digest.slice(0, 12)}… "${cleaned(purpose, 60)}"`).join(', ');
  return `; ${agreements.length === 1 ? '1 agreement names' : `${agreements.length} agreements name`} this key and can be run no more: ask for ${agreements.length === 1 ? 'a new one' : 'new ones'} (${named})`;
}

function counted(shares: number): string {
  return shares === 0 ? 'no share of a sealed result that lies here' : `${shares} share${shares === 1 ? '' : 's'} of sealed results`;
}

async function examine(what: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await look(), next: '', exit: 0 };
  } catch (error) {
    if (error instanceof MpcError) return { what, ok: false, detail: error.message, next: error.next, exit: error.exit };
    throw error;
  }
}
