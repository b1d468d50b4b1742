import canonicalize from 'canonicalize';

/** RFC 8785. */
export function canonicalJson(value: unknown): string {
  const text = (canonicalize as unknown as (value: unknown) => string | undefined)(value);
  if (text === undefined) throw new TypeError('Not a JSON value.');
  return text;
}
