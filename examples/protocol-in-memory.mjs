// A protocol without a relay: three parties in one process add up vectors, and everything that was sent can be looked at.
import { elementsOf, FIELDS, secureSum, vectorOf } from 'mpc';
import { memoryNetwork } from 'mpc/testing';

const [field] = FIELDS;
const { parties, wire } = memoryNetwork(3);
const roles = { contributors: [0, 1, 2], recipients: [0] };
const outcomes = await Promise.all(parties.map((party, i) => secureSum(party, field, vectorOf(field, [BigInt(i), 10n * BigInt(i)]), roles)));
console.log(elementsOf(field, outcomes[0].sum).join(' '));
console.log(`${wire.length} messages; the others learned ${outcomes[1].sum === undefined ? 'no sum' : 'the sum'}`);
