import { renameSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, oneObject, start, startRelay, type Done, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, propose, results, type Proposed, type SessionResult } from '../support/sessions.js';

interface Rotated {
  readonly publicKey: string;
  readonly rotation: string;
  readonly oldIdentity: string;
  readonly dependsOnOldKey: { readonly shares: readonly string[]; readonly agreements: readonly { readonly digest: string; readonly purpose: string; readonly runsLeft: number }[] };
}

interface Doctor {
  readonly ok: boolean;
  readonly findings: readonly { readonly what: string; readonly ok: boolean; readonly detail: string }[];
}

let relay = '';
beforeAll(async () => {
  ({ url: relay } = await startRelay());
});

const rotate = async ({ home }: TestParty): Promise<Rotated> => {
  const rotated = await mpcJson<Rotated>(['init', '--rotate'], { home });
  expect(problems('rotation', rotated)).toEqual([]);
  return rotated;
};
const errorOf = ({ code, stdout }: Done) => {
  const { error } = oneObject(stdout) as { error: { code: string; exit: number; message: string; next: string } };
  expect(error.exit).toBe(code);
  return error;
};
const joining = (party: TestParty, agreement: Proposed) => start(['join', agreement.file, '--csv', file('salary\n1\n'), '--approve', agreement.digest, '--timeout', '2m', '--json'], { home: party.home });

describe('a key that is changed while it holds a share of a sealed result', () => {
  let parties: [TestParty, TestParty, TestParty];
  let agreement: Proposed;
  let shares: string[];
  let rotated: Rotated;

  beforeAll(async () => {
    parties = (await makeParties('North', 'South', 'Harbour')) as typeof parties;
    agreement = await propose(parties, relay, 'sum', '-c', 'salary', '--threshold', '2', '--runs', '3');
    const sessions = await results(parties, agreement, ['salary\n100\n', 'salary\n20\n', 'salary\n3\n'].map((content) => ['--csv', file(content)]));
    shares = sessions.map((each) => (each as SessionResult & { share: string }).share);
    rotated = await rotate(parties[0]);
  }, 120_000);

  it('is told of, with the agreements that hang on it', async () => {
    expect(rotated.dependsOnOldKey).toEqual({ shares: [shares[0]], agreements: [{ digest: agreement.digest, purpose: 'A test', runsLeft: 2 }] });
    const doctor = await mpcJson<Doctor>(['doctor'], { home: parties[0].home });
    expect(doctor.ok).toBe(true);
    expect(doctor.findings.find(({ what }) => what === 'former keys')?.detail).toBe(
      `${rotated.oldIdentity}, for 1 share of sealed results; 1 agreement names this key and can be run no more: ask for a new one (${agreement.digest.slice(0, 12)}… "A test")`,
    );
  });

  it('still checks and opens the result, as the party that it was', async () => {
    const verified = await mpc(['share', 'verify', shares[0] ?? '', '--json'], { home: parties[0].home });
    expect(verified.code).toBe(0);
    const opened = await Promise.all(parties.slice(0, 2).map(async ({ home }, i) => mpc(['reveal', shares[i] ?? '', '--approve', agreement.digest, '--timeout', '60s', '--json'], { home })));
    for (const { code, stdout, stderr } of opened) {
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect((oneObject(stdout) as SessionResult).result?.columns['salary']?.sum).toBe('123.00');
    }
    expect(opened[0]?.stderr).toContain(rotated.oldIdentity);
    expect(opened[1]?.stderr).not.toContain('identity of then');
  });

  it('still opens it with a partner who took the statement, and is told whose key that is', async () => {
    const [, , harbour] = parties;
    await mpcJson(['party', 'add', 'North', '--rotation', rotated.rotation], { home: harbour.home });
    const opened = await Promise.all([parties[0], harbour].map(async ({ home }, i) => mpc(['reveal', shares[2 * i] ?? '', '--approve', agreement.digest, '--timeout', '60s', '--json'], { home })));
    expect(opened.map(({ code }) => code), opened[1]?.stderr).toEqual([0, 0]);
    expect(opened[1]?.stderr).toContain('North took part under a key that was changed since');
    expect(opened[0]?.stderr).not.toContain('ATTENTION');
    // A new session under the old key is another matter.
    expect(errorOf(await joining(harbour, agreement).done)).toMatchObject({ code: 'KEY_INVALID' });
  });

  it('is missed by doctor once its identity is gone', async () => {
    renameSync(rotated.oldIdentity, `${rotated.oldIdentity}.away`);
    const { code, stdout } = await mpc(['doctor', '--json'], { home: parties[0].home });
    renameSync(`${rotated.oldIdentity}.away`, rotated.oldIdentity);
    expect(code).toBe(4);
    expect((oneObject(stdout) as Doctor).findings.find(({ ok }) => !ok)?.detail).toContain(shares[0]);
  });

  it('is shared anew under the old one, by those who hold shares', async () => {
    const done = await Promise.all(parties.map(async ({ home }, i) => mpc(['share', 'refresh', shares[i] ?? '', '--approve', agreement.digest, '--timeout', '60s', '--json'], { home })));
    expect(done.map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});

describe('an agreement that names a key which was changed since', () => {
  it('is refused with the true reason, of which those who wait hear at once', async () => {
    const [north, south, harbour] = (await makeParties('North', 'South', 'Harbour')) as [TestParty, TestParty, TestParty];
    const agreement = await propose([north, south, harbour], relay, 'sum', '-c', 'salary');
    const waiting = [south, harbour].map((party) => joining(party, agreement));
    await Promise.all(waiting.map(async (each) => each.printed(/2 of 3 parties are here/)));
    const { rotation } = await rotate(north);

    const refused = errorOf(await joining(north, agreement).done);
    expect(refused).toMatchObject({ code: 'NOT_IN_ROSTER', message: `The agreement names the key that this party had before it was changed: ${north.publicKey}.` });
    for (const each of waiting) {
      expect(errorOf(await each.done)).toMatchObject({ code: 'PEER_LEFT', message: 'North has changed its key since the agreement was made, and cannot run under it any more.' });
    }
    for (const command of [['check', agreement.file, '--csv', file('salary\n1\n')], ['agreement', 'sign', agreement.file, '--approve', agreement.digest]]) {
      expect(errorOf(await mpc([...command, '--json'], { home: north.home })).message).toBe(refused.message);
    }
    // What was signed under the old key can still be taken back.
    expect((await mpc(['agreement', 'unsign', agreement.file, '--json'], { home: north.home })).code).toBe(0);

    // Who does not know of the change is told how it would learn of it; who does, what is wrong with the agreement.
    await mpcJson(['party', 'add', 'North', '--rotation', rotation], { home: south.home });
    expect(errorOf(await joining(south, agreement).done)).toMatchObject({ code: 'KEY_INVALID', message: 'The agreement names "North" with the key that it had before it changed it.' });
    const anew = await propose([south, north, harbour], relay, 'sum', '-c', 'salary');
    const unaware = errorOf(await joining(harbour, anew).done);
    expect(unaware).toMatchObject({ code: 'KEY_INVALID' });
    expect(unaware.next).toContain('mpc party add NAME --rotation FILE');
  });
});
