import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseTokens } from '../src/admission-token.js';
import { generateSecretKey, publicKeyOf } from '../src/crypto/ed25519.js';
import { makeCard, cardText, readCard } from '../src/io/key-card.js';
import { readPassphraseFile } from '../src/io/passphrase-file.js';
import { createInvite, encodeInvite, inviteIn } from '../src/session/invite.js';
import { canonicalText } from '../src/session/operations/program/text.js';
import { temporaryFolder } from './io/temporary-home.js';

const withCrLf = (text: string): string => text.replaceAll('\n', '\r\n');

it('reads texts whose lines end as on Windows like others', async () => {
  const invite = encodeInvite(createInvite('wss://relay.example.org/', 3));
  expect(inviteIn(withCrLf(`Hello,\n\n${invite.slice(0, 30)}\n${invite.slice(30)}\n\nAnna\n`))).toBe(invite);
  const secretKey = generateSecretKey();
  const card = makeCard({ name: 'North', publicKey: publicKeyOf(secretKey), secretKey }, Date.now());
  expect(readCard(withCrLf(cardText(card)))).toEqual(readCard(cardText(card)));
  expect(canonicalText(withCrLf('tally 1\nanalysis "A"\n'))).toBe(canonicalText('tally 1\nanalysis "A"\n'));
  expect(parseTokens(withCrLf('# ours\nabcdefghijklmnopqrstuvwxyz0123456789\n'))).toEqual(parseTokens('# ours\nabcdefghijklmnopqrstuvwxyz0123456789\n'));
  const file = join(temporaryFolder(), 'passphrase');
  writeFileSync(file, 'a b\r\n', { mode: 0o600 });
  expect(await readPassphraseFile(file)).toBe('a b');
});
