import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { checkOperator, newAttempt, type Attempted, type Happening, type Noted } from '../io/history.js';
import { digestOf } from '../session/agreement/canonical.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Store } from './store.js';

type Context = Pick<Noted, 'operation' | 'purpose' | 'partners' | 'rows' | 'agreement' | 'session'>;

const NOTHING: Context = { operation: null, purpose: null, partners: [], rows: null, agreement: null, session: null };

/** Notes one attempt in this party's history, from its beginning to its end. Each entry also holds what was learned before it. */
export class Journal {
  readonly #history: Store['history'];
  readonly #fixed: Pick<Noted, 'attempted' | 'attempt' | 'operator'>;
  #context = NOTHING;
  #hasBegun = false;

  /** @param operator as the user gave it. Throws USAGE. */
  constructor({ history }: Pick<Store, 'history'>, attempted: Attempted, operator: string | undefined) {
    this.#history = history;
    this.#fixed = { attempted, attempt: newAttempt(), operator: operator === undefined ? null : checkOperator(operator) };
  }

  /** Called before anything is approved or leaves. Throws if it cannot be noted: what must be on record is not done without. */
  async begin(agreement: Agreement, publicKey: Uint8Array, session?: string): Promise<void> {
    const own = encodePublicKey(publicKey);
    const partners = agreement.parties.filter((party) => party.publicKey !== own).map(({ name }) => name);
    this.#context = { ...this.#context, operation: agreement.operation.name, purpose: agreement.purpose, partners, agreement: digestOf(agreement), session: session ?? null };
    await this.note('begun');
    this.#hasBegun = true;
  }

  async note(happening: Happening, outcome: string | null = null): Promise<void> {
    await this.#history.note({ happening, ...this.#fixed, ...this.#context, outcome });
  }

  hasRows(rows: number): void {
    this.#context = { ...this.#context, rows };
  }

  async computing(session: string): Promise<void> {
    this.#context = { ...this.#context, session };
    await this.note('computing');
  }

  /** Runs `approve`, and notes what came of it. */
  async approving<T>(approve: () => Promise<T>): Promise<T> {
    try {
      const decision = await approve();
      await this.note('approved');
      return decision;
    } catch (error) {
      if (error instanceof MpcError && error.code === 'DECLINED') await this.note('declined');
      throw error;
    }
  }

  /** `problem`: what is wrong although the session came to its end. */
  async ended(problem?: MpcError): Promise<void> {
    await this.note('ended', problem?.code ?? 'done');
  }

  /** Notes what ended it, if it began, and throws that, because the user has to learn of it. */
  async failed(error: unknown): Promise<never> {
    if (this.#hasBegun) await this.note('ended', error instanceof MpcError ? error.code : 'BUG').catch(() => undefined);
    throw error;
  }

  /** Runs `attempt`, and notes how it ended. */
  async following<T>(attempt: () => Promise<T>): Promise<T> {
    const result = await attempt().catch(async (error: unknown) => this.failed(error));
    await this.ended();
    return result;
  }
}
