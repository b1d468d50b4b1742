// Lints Dockerfiles and compose files (named *.yaml), part of npm run lint: those of packaging/docker, or those named. Warnings count as errors.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DCLinter } from 'dclint';
import { validate, ValidationSeverity } from 'dockerfile-utils';

const { ERROR } = ValidationSeverity;
const DOCKERFILE_RULES = { deprecatedMaintainer: ERROR, directiveCasing: ERROR, emptyContinuationLine: ERROR, instructionCasing: ERROR, instructionCmdMultiple: ERROR, instructionEntrypointMultiple: ERROR, instructionHealthcheckMultiple: ERROR, instructionJSONInSingleQuotes: ERROR, instructionWorkdirRelative: ERROR };
// Services stand in the order in which they are understood, and so do their keys.
const ORDER_RULES = ['service-dependencies-alphabetical-order', 'service-keys-order', 'service-ports-alphabetical-order', 'services-alphabetical-order', 'top-level-properties-order'];

/** Findings as `{ line, message }`, lines from 1. */
function dockerfile(file) {
  return validate(readFileSync(file, 'utf8'), DOCKERFILE_RULES).map(({ message, range }) => ({ line: range.start.line + 1, message }));
}

function compose(file) {
  const linter = new DCLinter({ rules: Object.fromEntries(ORDER_RULES.map((rule) => [rule, 0])), quiet: false, debug: false, exclude: [] });
  return linter.lintFiles([file], false).flatMap(({ messages }) => messages);
}

const named = process.argv.slice(2);
const files = named.length > 0 ? named : ['Dockerfile', 'compose.yaml'].map((name) => fileURLToPath(new URL(`../packaging/docker/${name}`, import.meta.url)));
for (const file of files) {
  for (const { line, message } of file.endsWith('.yaml') ? compose(file) : dockerfile(file)) {
    console.error(`${file}:${line}: ${message}`);
    process.exitCode = 1;
  }
}
