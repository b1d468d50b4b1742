import { availableParallelism } from 'node:os';
import type { Plan } from '../../../circuit/plan.js';
import { SodiumGroup } from '../../../crypto/batch/sodium-group.js';
import { bug } from '../../../errors.js';
import { Engine } from '../../protocol/engine/engine.js';
import type { ProtocolContext } from '../../protocol/network.js';
import type { Preparation } from '../outcome.js';
import type { Hooks } from '../../protocol/hooks.js';
import { comparePlan } from './program.js';
import type { CompareAgreement } from './types.js';

const STEPS: Readonly<Record<string, string>> = { preparing: 'Preparing to compare', computing: 'Comparing' };

interface Begun {
  readonly engine: Engine;
  readonly group: SodiumGroup;
  readonly prepared: Promise<void>;
}

/**
 * An engine with its keys, transfers, shared bits and triples: all of a comparison that needs no data. It begins with the last approval, while this party's
 * file may still be read.
 */
export class ComparePreparation implements Preparation {
  readonly failure: Promise<never>;
  readonly #plan: Plan;
  #fail: (error: unknown) => void = () => undefined;
  #begun: Begun | undefined;

  constructor(agreement: CompareAgreement) {
    this.#plan = comparePlan(agreement);
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Code that awaits it gets the error.
    this.failure.catch(() => undefined);
  }

  begin(context: ProtocolContext, { beforeCommitting, onOpening, onProgress, signal }: Hooks): void {
    const group = new SodiumGroup({ threads: availableParallelism(), ...(signal === undefined ? {} : { signal }) });
    const engine = new Engine(context, group, this.#plan, {
      beforeCommitting,
      onOpening,
      onProgress: (step, done, total) => onProgress?.(STEPS[step] ?? step, done, total),
    });
    const prepared = engine.prepare();
    prepared.catch((error: unknown) => this.#fail(error));
    this.#begun = { engine, group, prepared };
  }

  /** The engine, once it waits for inputs. */
  async ready(): Promise<Engine> {
    if (this.#begun === undefined) throw bug('a comparison that was not begun');
    await this.#begun.prepared;
    return this.#begun.engine;
  }

  leave(): void {
    // No part of the engine outlasts the session.
  }

  async close(): Promise<void> {
    this.#begun?.engine.close();
    await this.#begun?.group.close();
  }
}
