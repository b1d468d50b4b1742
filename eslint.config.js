import { existsSync, readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which room may import which is held by scripts/imports.mjs, dynamic imports included; what a room may take from outside, here. */
const outside = (name, ...patterns) => ({ files: [`src/${name}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } });

const noWorld = {
  group: ['node:fs', 'node:fs/*', 'node:net', 'node:http', 'node:https', 'node:tls', 'node:os', 'node:child_process', 'node:process', 'ws'],
  message: 'crypto/ is mathematics, linkage/ and language/ are strings only: no sockets, files, clock or console.',
};

/** What a browser has not. */
const node = { group: ['node:*'], message: 'What is Node’s of the cryptography is a narrow function in crypto/primitives/: the rest of it and the protocols run elsewhere, too.' };
const globalsOfNode = ['Buffer', 'process', 'setImmediate'].map((name) => ({ name, message: node.message }));
const anywhere = (name) => ({ files: [`src/${name}/**/*.ts`], ignores: ['src/crypto/primitives/**'], rules: { 'no-restricted-imports': ['error', { patterns: [noWorld, node] }], 'no-restricted-globals': ['error', ...globalsOfNode] } });

const printing = {
  selector: "CallExpression[callee.property.name='write'][callee.object.property.name=/^(stdout|stderr)$/]",
  message: 'Print through src/cli/terminal/screen.ts: text of others must not be able to rearrange the screen.',
};

const checking = {
  selector: "CallExpression[callee.object.name='v'][callee.property.name=/^(parse|safeParse)$/]:not([arguments.2.name='FIRST_PROBLEM'])",
  message: 'Give FIRST_PROBLEM of src/bounded-json.ts: a check that goes on after the first problem lets a small file cost seconds.',
};

const folder = new URL('src/session/operations/', import.meta.url);
const operations = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/index.ts`, folder)));
const names = `/^(${operations.join('|')})$/`;

/** Whoever needs to know which operation it has asks the registry for it: a comparison would forget the next one. */
const comparingNames = [
  `BinaryExpression[operator=/^[!=]=/] > Literal[value=${names}]`,
  `SwitchCase > Literal.test[value=${names}]`,
  `Property[key.name=${names}] ~ Property[key.name=${names}]`,
  `CallExpression[callee.property.name='includes'] Literal[value=${names}]`,
  "BinaryExpression[operator=/^[!=]=/] > MemberExpression[property.name='name'][object.property.name='operation']",
  "BinaryExpression[operator=/^[!=]=/] > MemberExpression[property.name='name'][object.name='operation']",
].map((selector) => ({ selector, message: 'No file tells operations apart by name: what differs is a member of `Operation`, found through the registry.' }));

export default tseslint.config(
  { ignores: ['dist/', 'kernels/', 'src/crypto/kernels/generated/', 'node_modules/', 'coverage/', 'bench/peers/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Randomness only from crypto/random.ts.' }],
      'no-console': 'error',
    },
  },
  // A file is read in one sitting. Tables of data are not read.
  { files: ['src/**/*.ts', 'test/**/*.ts'], ignores: ['src/**/tables/**', 'src/crypto/kernels/generated/**'], rules: { 'max-lines': ['error', 330] } },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/terminal/screen.ts', 'src/cli/terminal/progress.ts'],
    rules: { 'no-restricted-syntax': ['error', printing, checking, ...comparingNames] },
  },
  // What belongs to one operation, the demonstration of three of them, the sentences of each, and what knows none: mathematics, and the language, whose totals have such names.
  {
    files: [...operations.flatMap((name) => [`src/session/operations/${name}/**/*.ts`, `src/commands/${name}.ts`]), 'src/cli/demonstration.ts', 'src/crypto/**/*.ts', 'src/language/**/*.ts', 'src/texts/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', printing, checking] },
  },
  outside('crypto', noWorld),
  anywhere('crypto'),
  anywhere('circuit'),
  anywhere('session/protocol'),
  outside('linkage', noWorld),
  outside('language', noWorld),
  outside('app', { group: ['@oclif/*', '@inquirer/*'], message: 'app/ holds use cases for any program: no command line, no questions.' }),
  outside('session', { group: ['@oclif/*', '@inquirer/*'], message: 'session/ knows no command line.' }),
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', AbortController: 'readonly', AbortSignal: 'readonly', fetch: 'readonly', performance: 'readonly' } },
  },
);
