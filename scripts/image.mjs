// Runs the steps of packaging/docker/Dockerfile in temporary folders, without Docker: each stage in a folder of its own, with this machine's Node. Then it
// starts what the image starts and asks as its health check does. It shows that the steps fit the project, not that an image is built: the user is the
// caller's, and nothing is read-only.
// usage: node scripts/image.mjs
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { copySource } from './reproduce.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The instructions of a Dockerfile as words and rest; comments and line continuations are taken out. */
export function instructionsOf(text) {
  return text.replace(/^\s*#.*\n/gm, '').replace(/\\\n/g, ' ').split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    return { name: name.toUpperCase(), rest };
  });
}

/** The list that an instruction holds (exec form). */
const listIn = (rest) => JSON.parse(rest.slice(rest.indexOf('[')));

/** Carries out the stages under a folder. Returns the last one: its folder, environment, what it starts, and its health check. */
function carryOut(instructions, place, context) {
  const stages = new Map();
  let stage;
  for (const { name, rest } of instructions) {
    const words = rest.split(/\s+/);
    const at = (path) => join(stage.root, path.startsWith('/') ? path : join(stage.folder, path));
    if (name === 'FROM') {
      stage = { root: join(place, `stage-${stages.size}`), folder: '/', env: {} };
      mkdirSync(stage.root);
      stages.set(words[2] ?? String(stages.size), stage);
    } else if (name === 'WORKDIR') mkdirSync(at((stage.folder = rest)), { recursive: true });
    else if (name === 'ENV') Object.assign(stage.env, Object.fromEntries(words.map((each) => each.split('='))));
    else if (name === 'COPY') {
      const from = words[0].startsWith('--from=') ? stages.get(words[0].slice(7)).root : context;
      const [to, ...sources] = words.filter((each) => !each.startsWith('--')).reverse();
      for (const source of sources) cpSync(join(from, source), to.endsWith('/') && source !== '.' ? join(at(to), basename(source)) : at(to), { recursive: true, verbatimSymlinks: true });
    } else if (name === 'RUN') {
      const done = spawnSync('sh', ['-c', rest], { cwd: at('.'), encoding: 'utf8', env: { ...process.env, ...stage.env, npm_config_prefer_offline: 'true' }, maxBuffer: 2 ** 26 });
      if (done.status !== 0) throw new Error(`${rest} ended with ${done.status}:\n${done.stdout}\n${done.stderr}`);
    } else if (name === 'ENTRYPOINT') stage.entry = listIn(rest);
    else if (name === 'CMD') stage.command = listIn(rest);
    else if (name === 'HEALTHCHECK') stage.health = listIn(rest);
    else if (!['USER', 'EXPOSE'].includes(name)) throw new Error(`There is no way to carry out ${name} here.`);
  }
  return stage;
}

/** Starts the stage's command on a free port, and asks by its health check until it is healthy or the time is over. */
async function isHealthy({ root: folder, env, entry, command, health }) {
  const inside = (each) => (each.startsWith('/app/') ? join(folder, each) : each);
  const child = spawn(entry[0], [...entry.slice(1).map(inside), ...command, '--port', '0', '--json'], { env: { ...process.env, ...env, MPC_HOME: join(folder, 'home') }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await new Promise((resolve, reject) => {
      child.stdout.on('data', (bytes) => resolve(JSON.parse(String(bytes).split('\n')[0]).url));
      child.on('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
    });
    const port = new URL(url).port;
    const asked = health.map((each) => each.replaceAll(':7766', `:${port}`));
    return spawnSync(asked[0], asked.slice(1)).status === 0;
  } finally {
    child.kill('SIGTERM');
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const place = mkdtempSync(join(tmpdir(), 'mpc-image-'));
  try {
    const context = join(place, 'context');
    mkdirSync(context);
    copySource(context);
    rmSync(join(context, 'node_modules'));
    const stage = carryOut(instructionsOf(readFileSync(join(root, 'packaging', 'docker', 'Dockerfile'), 'utf8')), place, context);
    const unwanted = ['typescript', 'esbuild', 'vitest', '@types'].filter((name) => existsSync(join(stage.root, 'app', 'node_modules', name)));
    if (unwanted.length > 0) throw new Error(`What only makers need is in the image: ${unwanted.join(', ')}.`);
    if (!(await isHealthy(stage))) throw new Error('The health check of the image fails.');
    console.log('The steps of the image ran, and its relay is healthy.');
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
