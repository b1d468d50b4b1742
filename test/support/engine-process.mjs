// One party of a run of the engine as a process of its own, over a relay: the program and its plan, this party's inputs and its identity are in
// MPC_TEST_ENGINE. It prints its outputs, or the code of its error, as JSON.
import { decodePublicKey, agreeOnIdentifier, Engine, exchangeApprovals, fromHex, Mesh, MeshNetwork, roomOfAgreement, SodiumGroup } from '../../dist/internals.js';

const { agreement, seat, identity, plan, inputs, patienceMs } = JSON.parse(process.env.MPC_TEST_ENGINE);
const self = { name: identity.name, secretKey: fromHex(identity.secretKey), publicKey: fromHex(identity.publicKey) };
const others = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((_, i) => i !== seat);
const mesh = new Mesh({ relay: agreement.relay, meeting: { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others }, identity: self, proposes: false, patienceMs });
let said;
try {
  await mesh.until((found) => (found.length === others.length ? true : undefined));
  mesh.freeze(others);
  const channels = new MeshNetwork(mesh, agreement, seat);
  const { context } = await exchangeApprovals(channels, agreement, self, (await agreeOnIdentifier(channels, agreement)).sid);
  const engine = new Engine(context, new SodiumGroup({ threads: 0 }), plan);
  await engine.prepare();
  said = { outputs: (await engine.run(inputs.map((values) => values.map(BigInt)))).map((values) => values?.map(String)) };
} catch (error) {
  said = { error: error.code ?? String(error) };
}
process.stdout.write(`${JSON.stringify(said)}\n`);
await mesh.end(2_000);
process.exit(0);
