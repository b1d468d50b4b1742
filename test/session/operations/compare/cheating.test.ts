import { describe, expect, it } from 'vitest';
import { concat, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { MpcError } from '../../../../src/errors.js';
import { ENGINE_STEPS } from '../../../../src/session/protocol/engine/wire.js';
import type { Network, ProtocolContext } from '../../../../src/session/protocol/network.js';
import { comparison, runComparison } from '../../../support/comparisons.js';
import type { MemoryParty } from '../../../../src/testing/memory-network.js';
import { flipping, tampering, type Tamper } from '../../../support/tampering.js';

const NUMBERS = [5n, 8n, 3n];
const SIGNATURE = 64;
/** Zero checks: of leaky ANDs, of triples, of the comparison, of the ranges, of the result. */
const LAST_CHECK = `${ENGINE_STEPS.zero}/4`;

/** The last of `count` parties cheats; what the honest ones ended with. */
async function cheated(count: number, cheat: (party: MemoryParty) => ProtocolContext) {
  const numbers = NUMBERS.slice(0, count);
  const { ends, wire } = await runComparison(numbers, (roster) => comparison(roster, ['most', 'max'], 'pay:0..12'), { contextOf: (party) => (party.network.self === count - 1 ? cheat(party) : party) });
  return { honest: ends.slice(0, -1).map(verdict), wire };
}

function verdict(end: unknown): { code: string; party: string | undefined } {
  if (!(end instanceof MpcError)) throw end instanceof Error ? end : new Error('an honest party took a result');
  return { code: end.code, party: end.party };
}

const by = (label: string, tamper: Tamper) => (party: MemoryParty) => tampering(party, { [label]: tamper });

/** Signs what it sends in this step to one party, and something else to all others. */
function twoFaced(label: string): (party: MemoryParty) => ProtocolContext {
  return (party) => {
    const { network, sid } = party;
    const other = (message: Uint8Array) => {
      const changed = flipping(0)(message.slice(SIGNATURE), new Map());
      const signature = party.sign('mpc broadcast v1', sid, utf8(label), u32be(network.self), hashParts('mpc broadcast message v1', changed));
      return concat(signature, changed);
    };
    const cheating: Network = {
      self: network.self,
      count: network.count,
      send: (to, step, message) => network.send(to, step, step === label && to === 0 ? other(message) : message),
      receive: async (from, step, most) => network.receive(from, step, most),
    };
    return { ...party, network: cheating };
  };
}

describe('a party of a comparison that cheats', () => {
  const NAMES = { 2: 'South', 3: 'Harbour' } as const;
  it.each<[2 | 3, string, string, Tamper]>([
    [2, 'an opened bit inside the comparison', ENGINE_STEPS.and, flipping(0)],
    [2, 'its share of the result', ENGINE_STEPS.output, flipping(0)],
    [2, 'its share of whether all numbers are in range', ENGINE_STEPS.valid, flipping(0)],
    [2, 'its shares of triples', ENGINE_STEPS.bucket, flipping(0)],
    [3, 'an opened bit inside the comparison', ENGINE_STEPS.and, flipping(0)],
    [3, 'its share of the result', ENGINE_STEPS.output, flipping(0)],
  ])('of %i and flips %s ends the session, unnamed, and nobody takes a result', async (count, _, label, tamper) => {
    const { honest } = await cheated(count, by(label, tamper));
    expect(honest).toEqual(honest.map(() => ({ code: 'DEVIATION', party: undefined })));
  });

  it.each([2, 3] as const)('of %i and opens another MAC of the result than it had committed to is named, and nobody takes a result', async (count) => {
    const { honest } = await cheated(count, by(LAST_CHECK, flipping(32)));
    for (const end of honest) expect(end).toEqual({ code: 'DEVIATION', party: NAMES[count] });
  });

  it.each([2, 3] as const)('of %i and alters its masked number on the way is named: its signature does not fit', async (count) => {
    const { honest, wire } = await cheated(count, by(ENGINE_STEPS.input, flipping(SIGNATURE)));
    for (const end of honest) expect(end).toEqual({ code: 'DEVIATION', party: NAMES[count] });
    expect(wire.some(({ from, label }) => from !== count - 1 && label === ENGINE_STEPS.and)).toBe(false);
  });

  it('of 2 and signs another masked number than it goes on with ends the session before anything of the result is opened', async () => {
    const { honest, wire } = await cheated(2, twoFaced(ENGINE_STEPS.input));
    expect(honest).toEqual([{ code: 'DEVIATION', party: undefined }]);
    expect(wire.some(({ label }) => label === ENGINE_STEPS.valid || label === ENGINE_STEPS.output)).toBe(false);
  });

  it('of 3 and signs different masked numbers for different parties is named by one of them, and no product is opened', async () => {
    const { honest, wire } = await cheated(3, twoFaced(ENGINE_STEPS.input));
    expect(honest.some(({ code, party }) => code === 'DEVIATION' && party === 'Harbour')).toBe(true);
    expect(wire.some(({ from, label }) => from !== 2 && label === ENGINE_STEPS.and)).toBe(false);
  });
});
