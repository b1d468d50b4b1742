// Three organisations add up a column that none of them shows to the others.
// Here all of it runs in one process; in earnest each party runs its own part on its own machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { addParty, createIdentity, join, propose, startRelay, sum, verifyReceipt } from 'mpc';

const folder = await mkdtemp(pathOf(tmpdir(), 'mpc-example-'));
const relay = await startRelay();
try {
  const beds = { North: 'beds\n12\n7\n', South: 'beds\n30\n', Harbour: 'beds\n4\n9\n' };
  const names = Object.keys(beds);
  const home = (name) => pathOf(folder, name);

  // Once: each makes its identity, and the others add its public key after they have compared it.
  const keys = await Promise.all(names.map((name) => createIdentity({ home: home(name), name })));
  for (const name of names) for (const key of keys) if (key.name !== name) await addParty({ home: home(name), ...key });

  // North writes the agreement. The others read it (`describeAgreement`), and approve its digest.
  const { text, digest } = await propose({ home: home('North'), purpose: 'Beds in use, for the regional plan', terms: sum({ columns: ['beds:0..5000'] }), parties: ['South', 'Harbour'], relay: relay.url });

  const outcomes = await Promise.all(names.map((name) => join({ home: home(name), agreement: text, data: Buffer.from(beds[name]), approve: digest })));
  const [{ result, receipt }] = outcomes;
  console.log(JSON.stringify(result));

  const { missing } = verifyReceipt(receipt);
  console.log(missing.length === 0 ? 'The receipt is signed by all.' : `Not signed by ${missing.join(', ')}.`);
} finally {
  await relay.close();
  await rm(folder, { recursive: true });
}
