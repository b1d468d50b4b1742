import { fileURLToPath } from 'node:url';

const OPENSSL = fileURLToPath(new URL('../src/crypto/primitives/sha3.ts', import.meta.url));

/** For esbuild: noble's ML-KEM by OpenSSL's SHA-3 instead of noble's, with which the first key of a process takes more than twice as long (docs/decisions/0033-hybrid-handshake.md). */
export const opensslSha3 = {
  name: 'SHA-3 of OpenSSL for ML-KEM',
  setup({ onResolve }) {
    onResolve({ filter: /^@noble\/hashes\/sha3\.js$/ }, ({ importer }) => (/[\\/]@noble[\\/]post-quantum[\\/]/.test(importer) ? { path: OPENSSL } : undefined));
  },
};
