import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/session/documents/canonical-json.js';
import { encodeShare, parseShare, type Share } from '../../../src/session/share/file.js';
import { checkPlan, chooseBase, encodeAnnouncement, encodePlan, readAnnouncement, standingOf, type Announcement, type ResharePlan } from '../../../src/session/share/reshare-plan.js';
import { reshareReceiptText, verifyReshare } from '../../../src/session/share/reshare-receipt.js';
import { openedBy, sealedSession, type SealedSession } from '../../support/sealed-session.js';
import { failureOf } from '../protocol/outcomes.js';
import { planOf, play, sharesOf } from './reshare-play.js';

let two: SealedSession;
let three: SealedSession;
beforeAll(async () => {
  two = await sealedSession(4, 2, [0, 1, 2]);
  three = await sealedSession(5, 3, [0, 1, 2, 3, 4]);
});

describe('re-sharing', () => {
  it.each([
    ['by all to the same holders', ['North', 'South', 'Harbour'], ['North', 'South', 'Harbour'], 2],
    ['by two of three to the same holders', ['North', 'Harbour'], ['North', 'South', 'Harbour'], 2],
    ['to one more holder under a higher threshold', ['North', 'South', 'Harbour'], ['North', 'South', 'Harbour', 'West'], 3],
    ['to holders who are all new but one', ['North', 'South'], ['South', 'West'], 2],
  ])('%s keeps the result, and all agree on what came out', async (_, dealers, holders, needed) => {
    const ended = await play(two, two.shares, planOf(two, dealers, holders, needed));
    const shares = sharesOf(ended);
    expect([...shares.keys()]).toEqual(holders);
    const states = [...ended.values()].flatMap((each) => (each instanceof Error ? [] : [standingOf(each.state)]));
    expect(states).toHaveLength(ended.size);
    for (const each of states) expect(each).toEqual({ ...states[0], epoch: 1, holders, needed });
    expect(openedBy([...shares.values()].slice(-needed))).toBe('111');
    expect(openedBy([...shares.values()].slice(1 - needed))).toBeUndefined();
    for (const [name, each] of ended) expect(each instanceof Error ? each : each.kept).toEqual(shares.get(name));
  });

  it('from 3 of 5 to 2 of 3, twice, keeps the result, and the files are good ones', async () => {
    const first = sharesOf(await play(three, three.shares, planOf(three, ['North', 'South', 'East'], ['North', 'Harbour', 'East'], 2)));
    const shares = sharesOf(await play(three, first, planOf(three, ['Harbour', 'East'], ['North', 'Harbour', 'East'], 2)));
    expect([...shares.values()].map(({ epoch }) => epoch)).toEqual([2, 2, 2]);
    expect(openedBy([...shares.values()].slice(0, 2))).toBe('111');
    for (const [name, share] of shares) {
      const identity = { secretKey: three.secretKeys[three.names.indexOf(name)] ?? new Uint8Array(32) };
      const read = await parseShare(await encodeShare(share, identity, true)).open(identity);
      expect([standingOf(read), read.shares]).toEqual([standingOf(share), share.shares]);
    }
  });

  it('leaves old and new shares that do not open anything together', async () => {
    const shares = sharesOf(await play(two, two.shares, planOf(two, ['North', 'South'], ['North', 'South', 'Harbour'], 2)));
    const [fresh, old] = [shares.get('North'), two.shares.get('South')];
    if (fresh === undefined || old === undefined) throw new Error('a share is missing');
    expect(openedBy([fresh, old])).toBeUndefined();
    expect(openedBy([old, fresh])).toBeUndefined();
    // The price: enough old shares still open it.
    expect(openedBy([...two.shares.values()].slice(1))).toBe('111');
  });
});

describe('what is dealt anew', () => {
  const at = (epoch: number, holders = ['North', 'South', 'Harbour'], state = epoch) => ({ epoch, state: state.toString(16).padStart(64, '0'), holders, needed: 2 });
  const plan: ResharePlan = { session: 's', digest: 'd', dealers: ['North', 'South'], holders: ['North', 'South', 'Harbour'], needed: 2 };
  type Says = Announcement;
  const says = (held: Says['held'], pending: Says['pending'] = null): Says => ({ held, pending });
  const choose = (north: Says, south: Says, harbour: Says, dealers = plan.dealers) =>
    chooseBase(plan.dealers === dealers ? plan : { ...plan, dealers }, new Map([['North', north], ['South', south], ['Harbour', harbour]]), 'North');
  const refused = (code: 'SHARE_INVALID' | 'USAGE', ...args: Parameters<typeof choose>) => {
    try {
      choose(...args);
    } catch (error) {
      return failureOf(error, code);
    }
    throw new Error('it was not refused');
  };

  it('is what all dealers hold, whatever a holder that does not deal has lost', () => {
    for (const harbour of [says(null), says(at(2)), says(at(3))]) expect(choose(says(at(3)), says(at(3)), harbour)).toEqual(at(3));
  });

  it('is what an interrupted re-sharing left, where all who were to hold it have it', () => {
    expect(choose(says(at(1)), says(at(0), at(1)), says(at(0), at(1)))).toEqual(at(1));
    expect(choose(says(at(0), at(1)), says(at(0), at(1)), says(null, at(1)))).toEqual(at(1));
  });

  it('is the old sharing, where one of them has nothing of the new one', () => {
    expect(choose(says(at(0), at(1)), says(at(0), at(1)), says(at(0)))).toEqual(at(0));
    expect(choose(says(at(0), at(1)), says(at(0)), says(at(0), at(1)))).toEqual(at(0));
  });

  it('is never shares of different epochs or commitments, and names who has others', () => {
    expect(refused('SHARE_INVALID', says(at(1)), says(at(0)), says(at(1)))).toEqual({ party: 'South', message: expect.stringContaining('South holds shares of epoch 0, and others of epoch 1') as string });
    expect(refused('SHARE_INVALID', says(at(1)), says(at(1, undefined, 9)), says(at(1)))).toEqual({ party: 'South', message: expect.stringContaining('other commitments') as string });
    expect(refused('SHARE_INVALID', says(at(0)), says(at(0)), says(at(1)))).toMatchObject({ party: 'Harbour' });
    expect(refused('SHARE_INVALID', says(at(1)), says(at(1)), says(at(1, undefined, 9)))).toMatchObject({ party: 'Harbour' });
    expect(refused('SHARE_INVALID', says(at(1)), says(null), says(at(1)))).toMatchObject({ party: 'South', message: expect.stringContaining('without a share') as string });
    expect(refused('SHARE_INVALID', says(at(1, ['North', 'Harbour'])), says(at(1, ['North', 'Harbour'])), says(null))).toMatchObject({ party: 'South', message: expect.stringContaining('holds no share') as string });
  });

  it('is nothing where too few deal, or where a pending share would be lost that somebody absent may rely on', () => {
    expect(refused('USAGE', says(at(1)), says(at(1)), says(at(1)), ['North']).message).toContain('1 present holder would deal, and 2 are needed');
    const withWest = at(1, ['North', 'South', 'West']);
    expect(refused('SHARE_INVALID', says(at(0), withWest), says(at(0), withWest), says(at(0)))).toMatchObject({ party: 'North', message: expect.stringContaining('West') as string });
  });

  const NAMES = ['North', 'South', 'Harbour', 'East', 'West'];
  it('needs one plan: another one is its sender’s, and so is an announcement in no proper form', () => {
    const own = says(at(0));
    expect(readAnnouncement(encodeAnnouncement(own), 'South', NAMES)).toEqual(own);
    expect(() => checkPlan(encodePlan(plan), plan, 'South')).not.toThrow();
    for (const bytes of [encodePlan({ ...plan, needed: 3 }), new Uint8Array(0), Buffer.from('{}'), Buffer.from([0xff])]) {
      expect(() => checkPlan(bytes, plan, 'South')).toThrow(expect.objectContaining({ code: 'AGREEMENT_MISMATCH', party: 'South' }));
    }
    for (const bytes of [new Uint8Array(0), Buffer.from('{}'), Buffer.from(JSON.stringify({ ...own, held: { ...at(0), holders: ['\u001b[2J'] } })), Buffer.from(JSON.stringify({ ...own, held: { ...at(0), epoch: -1 } }))]) {
      expect(() => readAnnouncement(bytes, 'South', NAMES)).toThrow(expect.objectContaining({ code: 'DEVIATION', party: 'South' }));
    }
  });
});

describe('the receipt of a re-sharing', () => {
  it('is the same for all, verifies, follows on the one before, and no field of it can be altered', async () => {
    const plan = planOf(two, ['North', 'South'], ['South', 'Harbour', 'West'], 2);
    const ended = await play(two, two.shares, plan);
    const receipts = [...ended.values()].map((each) => {
      if (each instanceof Error) throw each;
      return each.record;
    });
    const texts = receipts.map(reshareReceiptText);
    expect(new Set(texts).size).toBe(1);
    const [text = ''] = texts;
    const { reshare } = verifyReshare(Buffer.from(text));
    expect(reshare.signatures.map(({ name }) => name)).toEqual(['North', 'South', 'Harbour', 'West']);
    const shares = sharesOf(ended);
    expect([reshare.base.state, reshare.state]).toEqual([standingOf(two.shares.get('North') as Share).state, standingOf(shares.get('West') as Share).state]);
    for (const share of shares.values()) for (const each of share.shares) expect(text).not.toContain(each.toString(16));

    const again = [...(await play(two, shares, planOf(two, ['South', 'West'], ['South', 'Harbour', 'West'], 2))).values()][0];
    if (again === undefined || again instanceof Error) throw again ?? new Error('nobody');
    expect(verifyReshare(Buffer.from(reshareReceiptText(again.record))).reshare).toMatchObject({ base: { epoch: 1, state: reshare.state }, epoch: 2 });

    const altered = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replace(/[0-9a-z](?=[^0-9a-z]*$)/, (c) => (c === '1' ? '2' : '1'));
      if (typeof value === 'number') return value + 1;
      if (Array.isArray(value)) return value.slice(1) as unknown;
      return { ...(value as object), extra: 1 };
    };
    const forged: Record<string, unknown> = {};
    for (const key of Object.keys(reshare) as (keyof typeof reshare)[]) forged[key] = { ...reshare, [key]: altered(reshare[key]) };
    for (const key of ['dealers', 'holders', 'needed'] as const) forged[`plan.${key}`] = { ...reshare, plan: { ...reshare.plan, [key]: altered(reshare.plan[key]) } };
    for (const key of ['epoch', 'state', 'holders', 'needed'] as const) forged[`base.${key}`] = { ...reshare, base: { ...reshare.base, [key]: altered(reshare.base[key]) } };
    for (const key of ['nonces', 'approvals'] as const) forged[`${key}.0`] = { ...reshare, [key]: [altered(reshare[key][0]), ...reshare[key].slice(1)] };
    // What another re-sharing of the same result was signed for.
    for (const key of ['nonces', 'approvals', 'signatures', 'transcript', 'state'] as const) forged[`other ${key}`] = { ...reshare, [key]: again.record[key] };
    for (const [what, each] of Object.entries(forged)) {
      expect(() => verifyReshare(Buffer.from(`${canonicalJson(each)}\n`)), what).toThrow(expect.objectContaining({ code: 'RECEIPT_INVALID' }) as Error);
    }
    expect(() => verifyReshare(Buffer.from(JSON.stringify(JSON.parse(text), null, 1)))).toThrow(/canonical/);
  });
});
