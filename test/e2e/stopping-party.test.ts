import { describe, expect, it } from 'vitest';
import { compareAgreements } from '../../src/session/compare.js';
import { type Step } from '../support/own-party.js';
import { against, agreedSession, approved, CHEATER, codes, expectNamed, expectNoResult, propose, sum, withHonest, type Inside } from '../support/cheating-stage.js';

/** Where a party can stop. Each resolves when both honest parties wait for what would come next. */
const STOPS: readonly (readonly [string, (inside: Inside) => Promise<void>])[] = [
  [
    'once they have met',
    async ({ network }) => {
      // That they compare shows that both take the meeting for complete.
      await Promise.all([0, 2].map((party) => network.receive(party, 'compare', 64)));
    },
  ],
  ['after comparing', async ({ network, agreement }) => {
    await compareAgreements(network, agreement);
    await Promise.all([0, 2].map((party) => network.receive(party, 'nonce-commit', 32)));
  }],
  ['after agreeing on the session', async (inside) => {
    await compareAgreements(inside.network, inside.agreement);
    const { network } = await agreedSession(inside);
    await Promise.all([0, 2].map((party) => network.receive(party, 'approval', 1000)));
  }],
  ['after approving', async (inside) => {
    await approved(inside);
  }],
  ['after its seeds', (inside) => sumUntil(inside, 'sum/commit')],
  ['after its commitment', (inside) => sumUntil(inside, 'sum/commit/echo')],
  ['instead of opening', (inside) => sumUntil(inside, 'sum/open')],
];

async function sumUntil(inside: Inside, step: Step): Promise<void> {
  let reached = false;
  const stopped = new Error('stopped here');
  const before = (each: Step) => {
    if (each !== step) return Promise.resolve();
    reached = true;
    return Promise.reject(stopped);
  };
  await sum(inside, () => ({ before })).catch((error: unknown) => {
    if (error !== stopped) throw error;
  });
  expect(reached).toBe(true);
}

describe.concurrent('real processes against a party that stops', () => {
  it.each(STOPS)('exit 6 and name it when it vanishes %s', async (_, until) => {
    const ended = await against(
      async (inside) => {
        await until(inside);
        inside.mesh.close();
      },
      { flags: ['--grace', '1s'] },
    );
    expectNoResult(ended, 6);
    expect(codes(ended)).toEqual(['PEER_LEFT', 'PEER_LEFT']);
    expectNamed(ended, `${CHEATER} left and did not come back`);
  });

  it.each(STOPS)('exit 7 and name it when it falls silent %s', async (_, until) => {
    let reached = false;
    const ended = await against(
      async (inside) => {
        await until(inside);
        reached = true;
      },
      { flags: ['--timeout', '10s'] },
    );
    expect(reached).toBe(true);
    expectNoResult(ended, 7);
    expect(codes(ended)).toEqual(['TIMEOUT', 'TIMEOUT']);
    expectNamed(ended, `waiting for ${CHEATER}`);
  });

  it('exit 7 and name it when it never comes', async () => {
    const { agreement, file } = propose();
    const ended = await withHonest(agreement, file, ['--timeout', '5s'], () => Promise.resolve());
    expectNoResult(ended, 7);
    expectNamed(ended, `waiting for ${CHEATER}`);
  });
});
