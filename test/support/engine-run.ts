import { SodiumGroup } from '../../src/crypto/batch/sodium-group.js';
import { planOf, type Plan } from '../../src/circuit/plan.js';
import type { Program } from '../../src/circuit/program.js';
import { Engine } from '../../src/session/protocol/engine/engine.js';
import type { Hooks } from '../../src/session/protocol/hooks.js';
import { memoryNetwork, type Sent, type MemoryParty } from '../../src/testing/memory-network.js';

const group = new SodiumGroup({ threads: 0 });

export interface EngineRun {
  /** What each party ended with, or the error. */
  readonly ends: readonly ((readonly (readonly bigint[] | undefined)[]) | Error)[];
  readonly wire: readonly Sent[];
  readonly plan: Plan;
  readonly parties: readonly MemoryParty[];
}

export interface RunOptions {
  readonly plan?: Plan;
  /** What a party does instead of the protocol's own context. */
  readonly contextOf?: (party: MemoryParty) => MemoryParty;
  readonly hooks?: (party: number) => Hooks;
}

/** All parties of one run of a program, over memory. `inputs` by the program's inputs. */
export async function runEngine(program: Program, count: number, inputs: readonly (readonly bigint[])[], { plan = planOf(program, count, 50), contextOf = (party) => party, hooks = () => ({}) }: RunOptions = {}): Promise<EngineRun> {
  const { parties, wire } = memoryNetwork(count);
  const ends = await Promise.all(
    parties.map(async (party, self) => {
      const own = inputs.filter((_, i) => program.inputs[i]?.owner === self);
      const engine = new Engine(contextOf(party), group, plan, hooks(self));
      try {
        await engine.prepare();
        return await engine.run(own);
      } catch (error) {
        return error as Error;
      } finally {
        party.network.leave();
      }
    }),
  );
  return { ends, wire, plan, parties };
}
