// Two parties that do not know each other's keys meet by an invite, and learn which of their rows both have.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { createIdentity, describeAgreement, invite, join, psi, startRelay } from 'mpc';

const folder = await mkdtemp(pathOf(tmpdir(), 'mpc-example-'));
const relay = await startRelay();
try {
  const [clinic, ward] = ['Clinic', 'Ward'].map((name) => ({ name, home: pathOf(folder, name) }));
  await createIdentity(clinic);
  await createIdentity(ward);

  const session = await invite({ home: clinic.home, purpose: 'Patients that we share', terms: psi({ key: ['id:exact'], cap: 10 }), relay: relay.url, seats: 2 });

  // Both are shown the agreement, and six words of the session. People compare the words by phone before they say yes.
  const approve = ({ agreement, words }) => {
    if (describeAgreement(agreement).length === 0 || words.split(' ').length !== 6) return false;
    return 'compared';
  };
  const [mine, theirs] = await Promise.all([
    session.join({ data: Buffer.from('id\nA1\nB2\nC3\n'), approve }),
    join({ home: ward.home, invite: session.invite, data: Buffer.from('id\nC3\nD4\n'), approve }),
  ]);
  console.log(JSON.stringify(mine.result));
  console.log(JSON.stringify(theirs.result));
} finally {
  await relay.close();
  await rm(folder, { recursive: true });
}
