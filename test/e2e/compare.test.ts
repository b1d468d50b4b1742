import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, oneObject, startRelay, type TestParty } from '../support/processes.js';
import { file, joinAll, propose, results } from '../support/sessions.js';

/** Real processes: the two stories of the README, and what is refused. */
let relay = '';
let firms: TestParty[] = [];

beforeAll(async () => {
  ({ url: relay } = await startRelay());
  firms = await makeParties('North', 'South', 'Harbour', 'West', 'East');
});

const csv = (content: string) => ['--csv', file(content)];

describe('a comparison by agreement file', () => {
  it('tells two directors who earns more, and shows neither’s pay to anybody', async () => {
    const two = firms.slice(0, 2);
    const agreement = await propose(two, relay, 'compare', '--column', 'pay:0..1000000:2', '--learn', 'more');
    const { stdout } = await mpc(['agreement', 'show', agreement.file], { home: two[0]?.home ?? '' });
    expect(stdout.replace(/\s+/g, ' ')).toContain('whether the number of North is greater than that of South (if they are equal, the answer is no)');
    // North's is a total of two rows.
    const [first, second] = await results(two, agreement, [csv('pay\n250000\n0.01\n'), csv('pay\n250000.00\n')]);
    expect([first?.result, second?.result]).toEqual([{ more: true }, { more: true }]);
    const { complete } = await mpcJson<{ complete: boolean }>(['receipt', 'verify', first?.receipt ?? ''], { home: two[0]?.home ?? '' });
    expect(complete).toBe(true);
  });

  it('tells the buyer alone of five tenders the lowest and whose it is', async () => {
    const agreement = await propose(firms, relay, 'compare', '--column', 'price:0..18446744073709551615', '--learn', 'least', '--learn', 'min', '--to', 'North', '--max-rows', '1');
    const prices = ['18446744073709551615', '9007199254740993', '9007199254740992', '9007199254740994', '9007199254740993'];
    const done = await results(firms, agreement, prices.map((price) => csv(`price\n${price}\n`)));
    expect(done.map(({ result }) => result)).toEqual([{ parties: ['Harbour'], value: '9007199254740992' }, null, null, null, null]);
  });
});

describe('a comparison that cannot be', () => {
  it.each<[string, string[], RegExp]>([
    ['more of three', ['--learn', 'more', '--party', 'South', '--party', 'Harbour'], /exactly two parties/],
    ['a sealed result', ['--learn', 'most', '--threshold', '2', '--party', 'South'], /cannot be sealed/],
    ['nothing to learn', ['--party', 'South'], /--learn is missing/],
    ['more invited parties than can be compared', ['--learn', 'order', '--parties', '40', '--without-data', 'North'], /at most \d+ can be compared/],
  ])('is refused when it is proposed: %s', async (_, flags, why) => {
    const done = await mpc(['compare', '--purpose', 'A test', '--relay', relay, '--column', 'pay:0..1000000:2', ...flags, '--json', '--no-input'], { home: firms[0]?.home ?? '' });
    const { error } = oneObject(done.stdout) as { error: { code: string; message: string } };
    expect([done.code, error.code]).toEqual([2, 'USAGE']);
    expect(error.message).toMatch(why);
  });

  it('ends where a number does not fit, before anybody is called', async () => {
    const two = firms.slice(0, 2);
    const agreement = await propose(two, 'ws://127.0.0.1:1', 'compare', '--column', 'pay:0..10:2', '--learn', 'most', '--max-rows', '1');
    for (const content of ['pay\n10.01\n', 'pay\n\n', 'pay\n1\n2\n', 'other\n1\n']) {
      const [done] = await joinAll(two.slice(0, 1), agreement, [csv(content)]);
      expect(done?.code).toBe(8);
    }
  });
});
