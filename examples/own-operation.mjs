// An operation of one's own: how many rows of all parties together have a value in a column.
// docs/adding-an-operation.md walks through it. All parties of a session must have it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { addParty, COMMIT_STEP, createIdentity, describeAgreement, elementsOf, FIELDS, invalid, join, seatsOf, propose, registerOperation, secureSum, startRelay, vectorOf } from 'mpc';
import * as v from 'valibot';

const [field] = FIELDS;

/** @type {import('mpc').Operation} */
const filled = {
  name: 'filled',
  schema: {
    operation: v.strictObject({ name: v.literal('filled') }),
    columns: v.pipe(v.array(v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })), v.length(1)),
    limits: v.strictObject({ maxRows: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_000_000_000)) }),
  },
  check({ contributors, threshold }) {
    if (contributors.length < 3) throw invalid('with fewer than three contributors each learns how many rows the other has');
    if (threshold !== undefined) throw invalid('a count cannot be sealed');
  },
  checkCurrent: () => undefined,
  proposing: {
    names: () => [],
    usualRecipients: (names) => names,
    terms: ({ operation, column, maxRows }) => ({ operation, columns: [{ name: column }], limits: { maxRows } }),
  },
  words: {
    computed: ({ columns: [column] }) => [`How many rows of all contributors together have a value in the column "${column.name}".`],
    risks: () => ['If all contributors but one tell each other how many rows they have, they know how many the last one has.'],
    learned: () => [],
    sections: () => [],
    protects: () => ['How many of these rows are in the file of one contributor stays secret from the others.'],
    limits: ({ limits }) => [`A file has at most ${limits.maxRows} rows.`],
  },
  putsDataIn: ({ contributors }, name) => contributors.includes(name),
  reads: ({ columns: [{ name }], limits }) => ({
    kind: 'totals',
    columns: [{ name, decimals: 0, min: -(10n ** 13n), max: 10n ** 13n }],
    emptyCells: 'skip',
    maxRows: limits.maxRows,
    mayBeEmpty: true,
    columnNames: [name],
  }),
  // Nobody can test an item of its choice against a count of rows.
  testers: () => [],
  attentionCodes: () => [],
  commitmentStep: () => COMMIT_STEP,
  sealing: 'never',
  result: {
    json: (_, { rows }) => ({ rows: String(rows) }),
    schema: async () => ({ type: 'object', properties: { rows: { type: 'string', pattern: '^\\d+$' } }, required: ['rows'], additionalProperties: false }),
    view: (_, { rows }) => [{ kind: 'line', text: `Rows with a value: ${rows}` }],
    warnings: () => [],
    ownRows: () => undefined,
  },
  progressText: 'Counting under sharing …',
  waitsForDelivery: false,
  lanes: () => [],
  prepare: async () => undefined,
  load: async () => ({
    async run(context, agreement, contribution, hooks) {
      const value = vectorOf(field, [contribution?.totals[0].count ?? 0n]);
      const roles = { contributors: seatsOf(agreement, agreement.contributors), recipients: seatsOf(agreement, agreement.recipients) };
      const { commitments, sum } = await secureSum(context, field, value, roles, hooks);
      return { commitments, readResult: sum && (() => ({ rows: elementsOf(field, sum)[0] })), sealed: undefined };
    },
  }),
};

registerOperation(filled);

const folder = await mkdtemp(pathOf(tmpdir(), 'mpc-example-'));
const relay = await startRelay();
try {
  const files = { North: 'v\n1\n\n3\n', South: 'v\n5\n', Harbour: 'v\n7\n8\n9\n' };
  const names = Object.keys(files);
  const home = (name) => pathOf(folder, name);
  const keys = await Promise.all(names.map((name) => createIdentity({ home: home(name), name })));
  for (const name of names) for (const key of keys) if (key.name !== name) await addParty({ home: home(name), ...key });
  const terms = { operation: { name: 'filled' }, column: 'v', maxRows: 1000 };
  const { agreement, text, digest } = await propose({ home: home('North'), purpose: 'Size of the survey', terms, parties: ['South', 'Harbour'], relay: relay.url });
  for (const { heading, lines } of describeAgreement(agreement)) if (heading === 'What is computed') console.log(lines.join(' '));
  const [{ result }] = await Promise.all(names.map((name) => join({ home: home(name), agreement: text, data: Buffer.from(files[name]), approve: digest })));
  console.log(JSON.stringify(result));
} finally {
  await relay.close();
  await rm(folder, { recursive: true });
}
