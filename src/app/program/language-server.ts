/** Serves an editor by the language server protocol until the client says `exit` or closes its end. Ends the process then. */
export async function serveLanguage(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, version: string): Promise<never> {
  // The library of the protocol watches the process as soon as it is loaded, so nobody else loads it.
  const { serveOver } = await import('./language-connection.js');
  return serveOver(input, output, version);
}
