import { domainToASCII } from 'node:url';
import { plainText, type CellRead } from './read.js';

/** Limits of RFC 5321, 4.5.3.1. */
const LONGEST = 254;
const ADDRESS = /^([^\s@<>()[\]\\,;:"]{1,64})@([^\s@<>()[\]\\,;:"/?#%]+)$/u;
const DOMAIN = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]+|[a-z]{2,63})$/;
/** Both domains are one service, which ignores full stops and what follows a plus. */
const GOOGLE = new Set(['gmail.com', 'googlemail.com']);

/**
 * An e-mail address. It has small letters, also before the @ (RFC 5321 lets a server distinguish capitals there, and none does), and the domain as the network
 * has it (UTS #46). Full stops and +… stay before the @, except in Google’s own domains, where they are no part of the address.
 */
export function readEmail(cell: string): CellRead {
  const text = plainText(cell);
  const inner = /^[^<>]*<([^<>]+)>$/.exec(text)?.[1] ?? text;
  const bare = inner.trim().replace(/^mailto:/i, '').replace(/\?.*$/, '').trim();
  if (bare.length > LONGEST) return { problem: 'not an e-mail address' };
  if ((bare.match(/@/g)?.length ?? 0) > 1) return { problem: 'more than one e-mail address' };
  const [, local, host] = ADDRESS.exec(bare) ?? [];
  if (local === undefined || host === undefined) return { problem: 'not an e-mail address' };
  const domain = domainToASCII(host.toLowerCase()).replace(/\.$/, '');
  if (!DOMAIN.test(domain)) return { problem: 'not an e-mail address' };
  const name = local.toLowerCase().normalize('NFC');
  if (!GOOGLE.has(domain)) return { part: `${name}@${domain}` };
  const mailbox = name.replace(/\+.*$/, '').replaceAll('.', '');
  return mailbox === '' ? { problem: 'not an e-mail address' } : { part: `${mailbox}@gmail.com` };
}
