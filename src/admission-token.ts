/** What an admission token may look like: a credential of RFC 6750, long enough not to be guessed. */
const TOKEN = /^[A-Za-z0-9._~+/-]{16,200}={0,2}$/;
const MAX_TOKENS = 1_000;

/** Whether a text can be an admission token: 16 to 200 letters, digits and `-._~+/`, as `openssl rand -base64 32` prints them. */
export function isAdmissionToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * The tokens in a text, one a line; empty lines and those that begin with # are none. Gives the number of the first line that cannot be
 * one, or undefined where there is none, or are too many.
 */
export function parseTokens(text: string): { readonly tokens: readonly string[] } | { readonly badLine: number } | undefined {
  const tokens: string[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const token = line.trim();
    if (token === '' || token.startsWith('#')) continue;
    if (!isAdmissionToken(token)) return { badLine: i + 1 };
    tokens.push(token);
  }
  return tokens.length === 0 || tokens.length > MAX_TOKENS ? undefined : { tokens };
}
