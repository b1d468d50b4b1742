/** Writes every name that this process asks its resolver for into the file NAMES_LOOKED_UP. Loaded with --import. */
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

function watched(owner) {
  for (const [key, original] of Object.entries(owner)) {
    if (typeof original !== 'function' || !/^(lookup|resolve)/.test(key)) continue;
    owner[key] = function (name, ...rest) {
      if (isIP(name) === 0) appendFileSync(process.env.NAMES_LOOKED_UP, `${name}\n`);
      return original.call(this, name, ...rest);
    };
  }
}

watched(dns);
watched(dns.promises);
syncBuiltinESMExports();
