/** Problems with certificates and names, in words. The codes are OpenSSL's and Node's: https://nodejs.org/api/tls.html#x509-certificate-error-codes */

/** A `RelayProblem`. */
interface Problem {
  readonly text: string;
  readonly retryAfterMs: 0 | 'never';
  readonly isAnswer: boolean;
  readonly isHopeless?: boolean;
  readonly next: string;
}

interface Meaning {
  readonly text: string;
  readonly next: string;
}

const UNTRUSTED_NEXT = 'If the authority is your organisation’s own, or that of a proxy which opens TLS, give its certificate with --ca FILE (or MPC_CA). Otherwise ask whoever runs it to install the whole chain of certificates.';
const untrusted: Meaning = { text: 'its certificate is by an authority that this machine does not trust', next: UNTRUSTED_NEXT };
const selfSigned: Meaning = { text: 'its certificate is signed by no authority that this machine trusts, but by itself', next: UNTRUSTED_NEXT };

const TLS: Readonly<Record<string, Meaning>> = {
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: selfSigned,
  CERT_HAS_EXPIRED: { text: 'its certificate has expired', next: 'Ask whoever runs it to renew the certificate, and check the clock of this machine.' },
  CERT_NOT_YET_VALID: { text: 'its certificate is not valid yet', next: 'Check the clock of this machine.' },
  CERT_REVOKED: { text: 'its certificate was revoked', next: 'Ask whoever runs it.' },
  ERR_TLS_CERT_ALTNAME_INVALID: { text: 'its certificate is for another name', next: 'Check the address. If it is right, something else answers there, or its certificate lacks this name.' },
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: { text: 'it speaks only versions of TLS that are no longer safe', next: 'Ask whoever runs it for TLS 1.2 or 1.3.' },
  ERR_SSL_UNSUPPORTED_PROTOCOL: { text: 'it speaks only versions of TLS that are no longer safe', next: 'Ask whoever runs it for TLS 1.2 or 1.3.' },
};

/** The problem with a certificate: a retry does not help. Undefined for other errors. */
export function tlsProblem({ code = '' }: { readonly code?: string }): Problem | undefined {
  const meaning = Object.hasOwn(TLS, code) ? TLS[code] : undefined;
  return meaning === undefined ? undefined : { text: `${meaning.text} (${code})`, retryAfterMs: 'never', isAnswer: true, next: meaning.next };
}

/** The problem with a name that cannot be looked up. `whose`: for the advice. Undefined for other errors. */
export function nameProblem({ code }: { readonly code?: string }, whose: string): Problem | undefined {
  if (code === 'ENOTFOUND') return { text: `its name is not known (${code})`, retryAfterMs: 0, isAnswer: false, isHopeless: true, next: `Check the address ${whose}. A name inside an organisation is often known inside its network only.` };
  if (code === 'EAI_AGAIN') return { text: `its name cannot be looked up, since no name server answers (${code})`, retryAfterMs: 0, isAnswer: false, next: 'Check that this machine is connected to a network. Where only a proxy leads out of it, set HTTPS_PROXY.' };
  return undefined;
}

/** Whether TLS was spoken to something that does not speak it. */
export function isPlainForTls({ code, message }: Error & { readonly code?: string }): boolean {
  return /wrong version number|packet length too long|http request/i.test(message) || code === 'ERR_SSL_WRONG_VERSION_NUMBER';
}
