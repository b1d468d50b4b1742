/**
 * What keeps this program from reading a document that another version of it wrote, as a clause; undefined for any other document.
 *
 * @param own the format that this program reads: `mpc-receipt/2`.
 */
export function otherVersion(value: unknown, own: string): string | undefined {
  const format = (value as { format?: unknown } | null | undefined)?.format;
  const [kind] = own.split('/');
  const version = typeof format === 'string' && format !== own ? new RegExp(`^${kind}/(\\d{1,4})$`).exec(format)?.[1] : undefined;
  return version === undefined ? undefined : `it has the format ${kind}/${version}, which ${Number(version) < 2 ? 'mpc 0.1' : 'a newer mpc'} reads; this program reads ${own}`;
}
