import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { okvsParameters } from '../../src/crypto/okvs/parameters.js';
import { makeParties, mpc, mpcJson, newFolder, oneObject, start, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, joinAll, propose, results, type Proposed } from '../support/sessions.js';

interface Match {
  readonly row: number;
  readonly rules?: readonly string[];
  readonly payload?: Readonly<Record<string, string>>;
}
interface MatchingResult {
  readonly count: string;
  readonly matches?: readonly Match[];
  readonly withheld?: true;
  readonly notTested?: { readonly count: string; readonly rows: readonly number[] };
}

let relay = '';
let three: TestParty[] = [];
let two: TestParty[] = [];

beforeAll(async () => {
  ({ url: relay } = await startRelay());
  three = await makeParties('Police', 'Refuge', 'Legal Aid');
  two = three.slice(0, 2);
});

async function outcome(parties: readonly TestParty[], agreement: Proposed, csvs: readonly string[], flags: readonly (readonly string[])[] = []): Promise<(MatchingResult | null)[]> {
  const all = await results(parties, agreement, csvs.map((content, i) => ['--csv', file(content), ...(flags[i] ?? [])]));
  return all.map((each) => {
    const result = each.result as unknown as MatchingResult | null;
    if (result?.notTested === undefined || result.notTested.count !== '0') return result;
    // Most lists here are tested whole: only where it says something it is compared.
    const { notTested, ...rest } = result;
    expect(notTested).toEqual({ count: '0', rows: [] });
    return rest;
  });
}

const rowsOf = (result: MatchingResult | null | undefined) => result?.matches?.map((match) => match.row);

describe('two lists', () => {
  it('tell each recipient which of its own rows match, and nobody else anything', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'name:name', '--key', 'born:date', '--cap', '10', '--to', 'Police');
    const [police, refuge] = await outcome(two, agreement, ['name,born\nMüller,1980-02-01\nNobody,1999-01-01\n"Smith, Ann",19700506\nMueller,1980-02-01\n', 'born,name\n1970-05-06,ann SMITH\n1980-02-01,MUELLER\n']);
    expect(police).toEqual({ count: '3', matches: [{ row: 1, name: 'Müller', born: '1980-02-01' }, { row: 3, name: 'Smith, Ann', born: '19700506' }, { row: 4, name: 'Mueller', born: '1980-02-01' }] });
    expect(refuge).toBeNull();
  });

  it('tell both, each of its own rows, unless one is named', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'id', '--cap', 'Police=3', '--cap', '5');
    const [police, refuge] = await outcome(two, agreement, ['id\na\nb\na\n', 'id\nx\ny\nz\nb\na\n']);
    expect(police).toEqual({ count: '3', matches: [{ row: 1, id: 'a' }, { row: 2, id: 'b' }, { row: 3, id: 'a' }] });
    expect(rowsOf(refuge)).toEqual([4, 5]);
  });

  it.each([['voprf'], ['vole']])('tell both, with payloads, by whichever protocol was agreed (%s), and are accounted for', async (protocol) => {
    const [asker, owner] = (await makeParties('Asker', 'Owner')) as [TestParty, TestParty];
    const agreement = await propose([asker, owner], relay, 'psi', '--key', 'id', '--cap', 'Asker=3', '--cap', '700', '--payload', 'note', '--protocol', protocol);
    const [first, second] = await outcome([asker, owner], agreement, ['id,note\na,1\nb,2\na,3\n', 'id,note\nx,10\nb,11\na,12\n']);
    expect(first?.matches?.map(({ row, payload }) => [row, payload?.['note']])).toEqual([[1, '12'], [2, '11'], [3, '12']]);
    expect(second?.matches?.map(({ row, payload }) => [row, payload?.['note']])).toEqual([[2, '2'], [3, '1']]);
    // What the other could have tested, and not what it had.
    const used = await Promise.all([asker, owner].map(async ({ home }) => (await mpcJson<{ parties: { used: number }[] }>(['ledger'], { home })).parties.map((party) => party.used)));
    expect(used).toEqual(protocol === 'voprf' ? [[700], [3]] : [[2 * okvsParameters(700).size], [2 * okvsParameters(3).size]]);
    const shown = await mpc(['agreement', 'show', agreement.file], { home: asker.home });
    expect(shown.stdout.replace(/\s+/g, ' ').includes(`Asker ${2 * okvsParameters(3).size} rows instead of 3 rows, Owner `)).toBe(protocol === 'vole');
  });

  it.each([
    ['voprf', ['--cap', 'Police=10', '--cap', '2000', '--to', 'Police']],
    ['vole', ['--cap', 'Police=10', '--cap', '2000', '--to', 'Refuge']],
    ['voprf', ['--cap', 'Police=10', '--cap', '2000']],
    ['vole', []],
    ['vole', ['--cap', '10', '--protocol', 'vole']],
  ])('propose the protocol for large lists (%s) where the lists and each recipient’s cap are large, or it is named: %j', async (protocol, flags) => {
    const { file: path } = await propose(two, relay, 'psi', '--key', 'id', ...flags);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ operation: { protocol } });
  });

  it('give the number alone where that is agreed', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'id', '--cap', '6', '--count');
    const [police, refuge] = await outcome(two, agreement, ['id\na\nb\nc\n', 'id\nb\nc\nd\ne\n']);
    expect(police).toEqual({ count: '2' });
    expect(refuge).toEqual({ count: '2' });
  });

  it('show the number alone where more match than is to be shown', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'id', '--cap', '5', '--max-matches', '1', '--to', 'Police');
    const [police] = await outcome(two, agreement, ['id\na\nb\n', 'id\nb\na\n']);
    expect(police).toEqual({ count: '2', withheld: true });
  });

  it('hand over what is asked of the rows that match', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'name:name', '--cap', '5', '--payload', 'call', '--payload', 'note', '--to', 'Police');
    const [police] = await outcome(two, agreement, ['name\nAnn\nBob\n', 'name,call,note\nANN,+31 20,"a, b"\nCarl,secret,x\n']);
    expect(police).toEqual({ count: '1', matches: [{ row: 1, name: 'Ann', payload: { call: '+31 20', note: 'a, b' } }] });
  });

  it('refuse a payload longer than agreed, and a list longer than its cap, before anything is sent', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'name', '--cap', '2', '--payload', 'note', '--payload-bytes', '20', '--to', 'Police');
    const long = await mpc(['join', agreement.file, '--csv', file(`name,note\nx,${'y'.repeat(40)}\n`), '--approve', agreement.digest, '--json'], { home: two[1]?.home ?? '' });
    expect([long.code, (oneObject(long.stdout) as { error: { code: string } }).error.code]).toEqual([8, 'INPUT_INVALID']);
    expect(long.stdout).not.toContain('yyy');
    const many = await mpc(['join', agreement.file, '--csv', file('name\na\nb\nc\n'), '--approve', agreement.digest, '--json'], { home: two[0]?.home ?? '' });
    expect([many.code, (oneObject(many.stdout) as { error: { code: string } }).error.code]).toEqual([8, 'INPUT_TOO_MANY']);
  });

  it('refuse a list of which no row could be found, before anything is sent', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'born:date', '--cap', '4');
    const home = two[0]?.home ?? '';
    for (const [content, code] of [['born\n', 'INPUT_NO_ROWS'], ['born\n17.02.1990\n18.02.1990\n', 'INPUT_UNUSABLE'], ['born\n1990-02-17\n1\n2\n', 'INPUT_UNUSABLE']] as const) {
      for (const command of [['check', agreement.file], ['join', agreement.file, '--approve', agreement.digest]]) {
        const done = await mpc([...command, '--csv', file(content), '--json', '--no-input'], { home });
        const { error } = oneObject(done.stdout) as { error: { code: string; message: string } };
        expect([done.code, error.code]).toEqual([8, code]);
        if (code === 'INPUT_UNUSABLE') expect(error.message).toMatch(/column "born": 2 cells are not a date/);
      }
    }
  });

  it('say which rows could not be tested, and never call them "no"', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'born:date', '--cap', '5', '--to', 'Police');
    const out = join(newFolder(), 'matches.csv');
    const own = 'born;x\n1990-02-17;1\nsometime;2\n1991-01-01;3\n;4\n?;5\n';
    const [police] = await outcome(two, agreement, [own, 'born\n1990-02-17\n'], [['--out', out, '--allow-unusable', '60%']]);
    expect(police).toEqual({ count: '1', matches: [{ row: 1, born: '1990-02-17' }], notTested: { count: '3', rows: [2, 4, 5] } });
    expect(readFileSync(out, 'utf8')).toBe('born;x;match\n1990-02-17;1;yes\nsometime;2;not tested\n1991-01-01;3;no\n;4;not tested\n?;5;not tested\n');
  });

  it('write cells of another party so that no spreadsheet runs them, in a file like this party’s own', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'id', '--cap', '5', '--to', 'Police', '--payload', 'note');
    const out = join(newFolder(), 'matches.csv');
    await outcome(two, agreement, ['\ufeffid;own\r\na;=1+1\r\nb;2\r\n', 'id,note\na,"=HYPERLINK(""x"")"\nb," +1;2"\n'], [['--out', out]]);
    expect(readFileSync(out, 'utf8')).toBe('\ufeffid;own;match;match note\r\na;=1+1;yes;"\'=HYPERLINK(""x"")"\r\nb;2;yes;"\' +1;2"\r\n');
  });
});

describe('one list against several', () => {
  const lists = ['given,surname,born\nOksana,Kovalenko,1991-11-23\nNobody,Known,2000-01-01\nJoão,Silva,1979-01-30\nGiorgos,Papas,1983-04-27\n', 'given,surname,born\nОксана,Коваленко,1991-11-23\nJoao,Silva,1979-01-30\n', 'born,given,surname\n19790130,Silva,João\n19830427,ΓΙΩΡΓΟΣ,ΠΑΠΑΣ\n'];
  const keys = ['--key', 'given:name', '--key', 'surname:name', '--key', 'born:date', '--cap', '5'];

  it('tells the recipient which of its rows stand in any of them, and nobody else anything', async () => {
    const agreement = await propose(three, relay, 'match', ...keys);
    const [police, ...others] = await outcome(three, agreement, lists);
    expect(rowsOf(police)).toEqual([1, 3, 4]);
    expect(others).toEqual([null, null]);
  });

  it('also finds what is written a little differently, and says how', async () => {
    const agreement = await propose(three, relay, 'match', ...keys, '--near', '--to', 'Refuge');
    const [police, refuge] = await outcome(three, agreement, ['given,surname,born\nAmira,Haddad,1988-09-01\n', 'given,surname,born\nAmira,Hadad,1988-09-01\nSomeone,Else,1950-01-01\n', 'given,surname,born\nNobody,Known,2000-01-01\n']);
    expect(police).toBeNull();
    expect(rowsOf(refuge)).toEqual([1]);
    expect(refuge?.matches?.[0]?.rules).toContain('names sound alike');
    expect(refuge?.matches?.[0]?.rules).not.toContain('exact');
  });

  it('is mixed last by a party that has no list and gives none, and no ledger is charged for it', async () => {
    const parties = await makeParties('Asker', 'First Owner', 'Second Owner', 'Court');
    const agreement = await propose(parties, relay, 'match', '--key', 'id', '--cap', '6', '--cap', 'Court=0');
    const shown = (await mpc(['agreement', 'show', agreement.file], { home: parties[0]?.home ?? '' })).stdout.replace(/\s+/g, ' ');
    expect(shown).toContain('Court, which mixes last, sees how many rows are on more than one list, and no names. It has no list, so by itself it cannot try names');
    expect(shown).toContain('ATTENTION: there are only two lists');

    const all = await results(parties, agreement, [...['id\na\nb\nc\nd\n', 'id\nb\nx\n', 'id\nc\nb\ny\n'].map((content) => ['--csv', file(content)]), []]);
    expect(all.map(({ result }) => rowsOf(result as unknown as MatchingResult | null))).toEqual([[2, 3], undefined, undefined, undefined]);

    // The owners charge the recipient with its own cap alone, and the last with nothing.
    const used = await Promise.all(parties.slice(1, 3).map(async ({ home }) => (await mpcJson<{ parties: { name: string | null; used: number }[] }>(['ledger'], { home })).parties.filter((party) => party.used > 0).map(({ used: items }) => items)));
    expect(used).toEqual([[6], [6]]);
  });

  it('writes this party’s own file with what matched', async () => {
    const agreement = await propose(three, relay, 'match', ...keys);
    const out = join(newFolder(), 'matches.csv');
    const own = 'given,case,surname,born\nOksana,"1, a",Kovalenko,1991-11-23\nNobody,2,Known,2000-01-01\n';
    await outcome(three, agreement, [own, ...lists.slice(1)], [['--out', out]]);
    expect(readFileSync(out, 'utf8')).toBe('given,case,surname,born,match\nOksana,"1, a",Kovalenko,1991-11-23,yes\nNobody,2,Known,2000-01-01,no\n');
  });

  it('is not looked for nearly in columns that have no near keys', async () => {
    const done = await mpc(['match', '--purpose', 'x', '--relay', relay, '--key', 'id', '--near', '--json', '--party', 'Refuge', '--party', 'Legal Aid', '--propose', join(newFolder(), 'a.json')], { home: three[0]?.home ?? '' });
    const { error } = oneObject(done.stdout) as { error: { code: string; message: string } };
    expect([done.code, error.code, error.message]).toEqual([2, 'USAGE', '--near: nothing can be written a little differently in columns of these kinds.']);
  });

  it('needs two lists beside the recipient’s, and one recipient', async () => {
    const home = three[0]?.home ?? '';
    const flags = ['match', '--purpose', 'x', '--relay', relay, '--key', 'id', '--json', '--propose', join(newFolder(), 'a.json')];
    for (const more of [['--party', 'Refuge'], ['--party', 'Refuge', '--party', 'Legal Aid', '--to', 'Refuge', '--to', 'Police'], ['--party', 'Refuge', '--party', 'Legal Aid', '--without-data', 'Refuge']]) {
      const done = await mpc([...flags, ...more], { home });
      expect([done.code, (oneObject(done.stdout) as { error: { code: string } }).error.code]).toEqual([2, 'USAGE']);
    }
  });
});

describe('what a party is let test', () => {
  it('is counted by the owner of the list, and refused beyond its limit before anything is sent', async () => {
    const [asker, owner] = (await makeParties('Asker', 'Owner')) as [TestParty, TestParty];
    await mpcJson(['ledger', 'limit', 'Asker', '15'], { home: owner.home });
    const csv = file('id\na\n');
    const first = await propose([asker, owner], relay, 'psi', '--key', 'id', '--cap', '10', '--to', 'Asker');
    expect((await joinAll([asker, owner], first, [['--csv', csv], ['--csv', csv]])).map((done) => done.code)).toEqual([0, 0]);
    const second = await propose([asker, owner], relay, 'psi', '--key', 'id', '--cap', '10', '--to', 'Asker');
    const refused = await mpc(['join', second.file, '--csv', csv, '--approve', second.digest, '--json'], { home: owner.home });
    expect([refused.code, (oneObject(refused.stdout) as { error: { code: string } }).error.code]).toEqual([4, 'LEDGER_LIMIT']);
    expect((await mpc(['check', second.file, '--csv', csv], { home: owner.home })).stderr).toMatch(/will refuse this: "Asker" may test 15 items/);
    expect((await mpc(['check', second.file, '--csv', csv], { home: asker.home })).stderr).not.toContain('will refuse');
  });
});

describe('a comparison whose result is sealed', () => {
  interface Held {
    readonly session: string;
    readonly result: unknown;
    readonly share: string | null;
    readonly receipt: string;
  }
  const [police, refuge, aid] = [0, 1, 2];

  /** Each opens with its share or, without one, its receipt. */
  async function opened(agreement: Proposed, held: readonly Held[], seats: readonly number[]): Promise<(MatchingResult | null)[]> {
    const done = await Promise.all(
      seats.map(async (seat) => mpc(['reveal', held[seat]?.share ?? held[seat]?.receipt ?? '', '--approve', agreement.digest, '--timeout', '120s', '--json'], { home: three[seat]?.home ?? '' })),
    );
    return done.map(({ code, stdout, stderr }) => {
      expect({ code, stderr: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, stderr: '' });
      const output = oneObject(stdout);
      expect(problems('session', output)).toEqual([]);
      return (output as { result: MatchingResult | null }).result;
    });
  }

  const sealed = async (agreement: Proposed, csvs: readonly string[]) => (await results(three, agreement, csvs.map((content) => (content === '' ? [] : ['--csv', file(content)])))) as unknown as Held[];

  it('is opened by enough holders, to its recipient alone, with payloads', async () => {
    const agreement = await propose(three, relay, 'psi', '--key', 'id', '--cap', '6', '--to', 'Police', '--payload', 'call', '--without-data', 'Legal Aid', '--threshold', '2', '--holder', 'Refuge', '--holder', 'Legal Aid');
    const held = await sealed(agreement, ['id\na\nb\n', 'id,call\nb,12\nc,13\n', '']);
    expect(held.map(({ result }) => result)).toEqual([null, null, null]);
    expect(held[police]?.share).toBeNull();
    expect(await opened(agreement, held, [police, refuge, aid])).toEqual([{ count: '1', matches: [{ row: 2, id: 'b', payload: { call: '12' } }], notTested: { count: '0', rows: [] } }, null, null]);
  });

  it.each([[[]], [['--count']]])('works for both owners, with %j', async (flags) => {
    const agreement = await propose(three, relay, 'psi', '--key', 'id', '--cap', '4', '--without-data', 'Legal Aid', '--threshold', '2', '--holder', 'Police', '--holder', 'Refuge', ...flags);
    const held = await sealed(agreement, ['id\na\nb\n', 'id\nb\nc\nb\n', '']);
    const [first, second] = await opened(agreement, held, [police, refuge]);
    expect([first?.count, second?.count]).toEqual(flags.length > 0 ? ['1', '1'] : ['1', '2']);
    expect([rowsOf(first), rowsOf(second)]).toEqual(flags.length > 0 ? [undefined, undefined] : [[2], [1, 3]]);
  });

  it('works against several lists, and refuses what the recipient kept once it was altered', async () => {
    const agreement = await propose(three, relay, 'match', '--key', 'id', '--cap', '4', '--threshold', '2', '--holder', 'Refuge', '--holder', 'Legal Aid');
    const held = await sealed(agreement, ['id\na\nb\nc\n', 'id\nb\n', 'id\nc\nb\n']);
    expect(rowsOf((await opened(agreement, held, [police, refuge, aid]))[0])).toEqual([2, 3]);

    const home = three[police]?.home ?? '';
    const session = held[police]?.session ?? '';
    const kept = join(home, 'shares', `${session}.list.json`);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    const content = readFileSync(kept, 'utf8');
    for (const bad of [content.replace(/"ciphertext":"..../, '"ciphertext":"AAAA'), content.replace(session, '0'.repeat(64)), '{}']) {
      expect(bad).not.toBe(content);
      writeFileSync(kept, bad, { mode: 0o600 });
      const done = await mpc(['reveal', held[police]?.receipt ?? '', '--approve', agreement.digest, '--json'], { home });
      expect([done.code, (oneObject(done.stdout) as { error: { code: string } }).error.code]).toEqual([4, 'SHARE_INVALID']);
    }
  });
});

describe('around a matching', () => {
  it('columns may be called anything', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', '__proto__:name', '--key', 'toJSON:name', '--near', '--payload', 'constructor', '--payload', 'rules', '--cap', '4', '--to', 'Police');
    const out = join(newFolder(), 'matches.csv');
    const done = await joinAll(two, agreement, [['--csv', file('__proto__,toJSON,constructor\nann,smith,c\n'), '--out', out], ['--csv', file('rules,constructor,toJSON,__proto__\nr,"=x, y",Smith,Ann\n')]]);
    expect(done.map(({ code }) => code)).toEqual([0, 0]);
    expect(done[0]?.stdout).toMatch(/"matches":\[\{"row":1,"__proto__":"ann","toJSON":"smith","rules":\["exact".*?\],"payload":\{"constructor":"=x, y","rules":"r"\}\}\]/);
    const [head, row] = readFileSync(out, 'utf8').split('\n');
    expect(head).toBe('__proto__,toJSON,constructor,match,match rules,match constructor,match rules (payload)');
    expect(row).toMatch(/^ann,smith,c,yes,.*exact.*,"'=x, y",r$/);
  });

  it('the agreement says in words what is protected, and `check` what the file gives', async () => {
    const agreement = await propose(three, relay, 'match', '--key', 'name:name', '--near', '--cap', 'Police=7', '--cap', '50', '--allow-larger-last');
    const home = three[1]?.home ?? '';
    const shown = await mpc(['agreement', 'show', agreement.file], { home });
    expect(shown.stdout).toMatch(/does not say\s+on whose list/);
    expect(shown.stdout.replace(/\s+/g, ' ')).toMatch(/Police 7 rows \(\d+ spellings\), Refuge 50 rows/);
    expect(problems('agreement', JSON.parse(readFileSync(agreement.file, 'utf8')))).toEqual([]);
    const checked = await mpcJson<{ rows: number; keys: number }>(['check', agreement.file, '--csv', file('name\nAnn Smith\nSMITH Ann\n')], { home });
    expect(problems('check', checked)).toEqual([]);
    expect(checked.rows).toBe(2);
  });

  it('its receipt is verified, by everyone', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'id', '--cap', '3');
    const done = await results(two, agreement, [['--csv', file('id\na\n')], ['--csv', file('id\na\n')]]);
    for (const [i, each] of done.entries()) {
      expect((await mpc(['receipt', 'verify', each.receipt], { home: two[i]?.home ?? '' })).code).toBe(0);
    }
  });

  it('an interruption ends it for everyone, with a clear code', async () => {
    const agreement = await propose(two, relay, 'psi', '--key', 'id', '--cap', '20000', '--protocol', 'voprf');
    const csv = file('id\na\n');
    const [police, refuge] = two.map(({ home }) => start(['join', agreement.file, '--csv', csv, '--approve', agreement.digest], { home }));
    await police?.printed(/Comparing the lists/);
    await refuge?.printed(/Comparing the lists/);
    police?.child.kill('SIGINT');
    const [own, other] = await Promise.all([police?.done, refuge?.done]);
    expect(own?.code).toBe(130);
    expect(other?.code).toBe(6);
  });
});
