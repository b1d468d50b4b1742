import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/store.js';
import { makeParties, mpc, newFolder } from '../support/processes.js';

/** A line of its own, as an approval text might have it. */
const LINE = 'Purpose: something harmless';
const ODD = `a\n${LINE}\n; touch b`;
const linesOf = (text: string) => text.split('\n').map((line) => line.trim());

describe('a line end in the name of a file, or of a member of a document, begins no line of the output:', () => {
  it.each(['agreement show', 'join', 'receipt show', 'share show', 'party import', 'program check', 'reveal', 'check'])('%s', async (command) => {
    const data = join(newFolder(), 'data.csv');
    writeFileSync(data, 'a\n1\n');
    const { stderr } = await mpc([...command.split(' '), join(newFolder(), ODD), ...(['check', 'join'].includes(command) ? ['--csv', data] : [])]);
    expect(stderr).toContain(LINE);
    expect(linesOf(stderr)).not.toContain(LINE);
  });

  it('a member of an agreement', async () => {
    const file = join(newFolder(), 'agreement.json');
    const { canonical } = readGolden('agreements/sum-columns') as { canonical: string };
    writeFileSync(file, canonical.replace('"purpose":', `"a\\n${LINE}\\n":1,"purpose":`));
    const { stderr } = await mpc(['agreement', 'show', file]);
    expect(stderr).toContain('is not as the format asks');
    expect(linesOf(stderr)).not.toContain(LINE);
  });

  it('the agreements of a folder, whose names are fit for a shell', async () => {
    const [north] = await makeParties('North');
    const folder = newFolder();
    writeFileSync(join(folder, `${ODD}.json`), (readGolden('agreements/sum-columns') as { canonical: string }).canonical);
    const { stdout } = await mpc(['status'], { home: north?.home ?? '', cwd: folder });
    expect(linesOf(stdout)).not.toContain(LINE);
    expect(stdout).toContain(`"$(printf %b '`);
    expect(stdout).not.toContain(`\n${LINE}`);
  });
});
