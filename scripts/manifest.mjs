// Writes oclif.manifest.json, so that starting a command loads that command's file alone.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true });
await plugin.load();
// Commands stand in the order in which they were loaded, which is not always the same.
const commands = Object.fromEntries(Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(new URL('../oclif.manifest.json', import.meta.url), JSON.stringify({ ...plugin.manifest, commands }));
