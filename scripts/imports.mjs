// Holds the files under src/ to what each room may import, and finds circles of imports: static ones, `import type`, `export … from` and dynamic ones.
// usage: node scripts/imports.mjs [folder]      exit 1 if something is wrong
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/**
 * The rooms of the house, and which other rooms each may use, or which single files of theirs. Files right under src/ and session/ are rooms called '.' and
 * 'session'.
 */
const BASE = ['crypto', '.'];
const DOCUMENTS = ['session/documents', 'session/agreement', 'session/operations', 'session/share', 'session/protocol', 'session/channel'];
const SESSION = ['session', ...DOCUMENTS, 'session/relay'];
const BELOW = ['io', 'linkage', 'language', ...BASE];
const ROOMS = {
  library: ['app', ...SESSION, 'texts', ...BELOW],
  testing: ['session/protocol', ...BASE],
  // The commands use the public interface and nothing behind it. What they share does the same, except for the files that it names here.
  commands: ['cli', 'library'],
  cli: ['library', 'io/files.ts', 'io/file-name.ts', 'long-array.ts', 'platform.ts', 'unbroken.ts'],
  app: [...SESSION, 'texts', ...BELOW],
  session: [...DOCUMENTS, 'texts', ...BASE],
  'session/share': ['session', ...DOCUMENTS, 'texts', ...BASE],
  'session/agreement': ['session/documents', 'session/operations', 'texts', ...BASE],
  'session/operations': ['session/agreement', 'session/protocol', 'linkage', 'language', 'circuit', 'texts', ...BASE],
  'session/protocol': ['circuit', ...BASE],
  // What shows text of others cleanly, and nothing else of a session: neither knows an agreement or an operation.
  'session/channel': ['session/clean.ts', 'session/documents', 'session/relay', ...BASE],
  'session/relay': ['session/clean.ts', ...BASE],
  'session/documents': BASE,
  io: ['linkage', ...BASE],
  linkage: ['.'],
  language: ['circuit', ...BASE],
  circuit: BASE,
  crypto: ['.'],
  texts: [],
};

/** @returns the room of a file, by its path under src/. */
function roomOf(path) {
  const [first, second, third] = path.split(sep);
  if (second === undefined) return '.';
  return first === 'session' && third !== undefined ? `session/${second}` : first;
}

/** The operation that a file belongs to; undefined for what operations share, which has no index. */
function operationOf(path, files) {
  const [session, operations, name, rest] = path.split(sep);
  return session === 'session' && operations === 'operations' && rest !== undefined && files.has(join(session, operations, name, 'index.ts')) ? name : undefined;
}

/** Imports that go through a wall, each as a sentence. */
export function breachesOf(imports, folder) {
  const breaches = [];
  const files = new Set([...imports.keys()].map((file) => relative(folder, file)));
  for (const [file, others] of imports) {
    const [from, room] = [relative(folder, file), roomOf(relative(folder, file))];
    // Files right under src/ are entries, which use anything, and what all may use.
    if (room === '.') continue;
    if (ROOMS[room] === undefined) breaches.push(`${from}: the room ${room} is not in the plan of the house.`);
    for (const other of others) {
      const to = relative(folder, other);
      const [own, foreign] = [operationOf(from, files), operationOf(to, files)];
      if (own !== undefined && foreign !== undefined && own !== foreign) breaches.push(`${from} must not import ${to}: an operation knows no other one.`);
      if (roomOf(to) !== room && ROOMS[room] !== undefined && !ROOMS[room].includes(roomOf(to)) && !ROOMS[room].includes(to.split(sep).join('/'))) breaches.push(`${from} must not import ${to}.`);
    }
  }
  return breaches;
}

/** What each file imports from the others: absolute paths. */
export function importsUnder(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?ts$/.test(entry.name))
    .map((entry) => resolve(entry.parentPath, entry.name));
  const known = new Set(files);
  return new Map(files.map((file) => [file, [...new Set(specifiers(file).map((name) => target(file, name)))].filter((each) => known.has(each))]));
}

/** TypeScript's own reader of imports: quick, since it does not parse the rest. */
function specifiers(file) {
  return ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.map(({ fileName }) => fileName);
}

function target(file, name) {
  return name.startsWith('.') ? resolve(dirname(file), name.replace(/\.([cm]?)js$/, '.$1ts')) : '';
}

/** Groups of files that all reach each other (Tarjan 1972), and files that import themselves. */
export function circlesOf(imports) {
  const circles = [];
  const index = new Map();
  const low = new Map();
  const stack = [];
  const onStack = new Set();
  const visit = (file) => {
    index.set(file, index.size);
    low.set(file, index.get(file));
    stack.push(file);
    onStack.add(file);
    for (const other of imports.get(file)) {
      if (!index.has(other)) {
        visit(other);
        low.set(file, Math.min(low.get(file), low.get(other)));
      } else if (onStack.has(other)) {
        low.set(file, Math.min(low.get(file), index.get(other)));
      }
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    for (const each of group) onStack.delete(each);
    if (group.length > 1 || imports.get(file).includes(file)) circles.push(group);
  };
  for (const file of imports.keys()) if (!index.has(file)) visit(file);
  return circles;
}

/** A shortest circle within a group, from its first file by name. */
export function wayRound(imports, group) {
  const [start] = [...group].sort();
  const cameFrom = new Map();
  const queue = [start];
  for (const file of queue) {
    for (const other of imports.get(file)) {
      if (other === start) {
        const way = [start];
        for (let at = file; at !== start; at = cameFrom.get(at)) way.unshift(at);
        return [start, ...way];
      }
      if (!group.includes(other) || cameFrom.has(other)) continue;
      cameFrom.set(other, file);
      queue.push(other);
    }
  }
  throw new Error('a group of files that reach each other has a way round');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'src');
  const imports = importsUnder(folder);
  const breaches = breachesOf(imports, folder);
  for (const breach of breaches) console.error(breach);
  const circles = circlesOf(imports);
  for (const group of circles) {
    const way = wayRound(imports, group).map((file) => relative(folder, file));
    console.error(`A circle of imports (${group.length} files reach each other):\n  ${way.join('\n  → ')}`);
  }
  if (breaches.length > 0) console.error('docs/architecture.md says which room may use which, and why.');
  if (circles.length > 0) console.error('Move what both sides need, types too, to a file that imports neither.');
  if (breaches.length + circles.length > 0) process.exitCode = 1;
}
