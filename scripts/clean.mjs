// Removes what the build wrote: a file deleted from src/ must not live on in dist/.
import { rmSync } from 'node:fs';

for (const path of ['dist', 'oclif.manifest.json']) {
  rmSync(new URL(`../${path}`, import.meta.url), { recursive: true, force: true });
}
