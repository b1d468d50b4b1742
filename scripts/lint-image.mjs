// Lints Dockerfiles, part of npm run lint: packaging/docker/Dockerfile, or those named. Warnings count as errors.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { validate, ValidationSeverity } from 'dockerfile-utils';

const { ERROR } = ValidationSeverity;
const RULES = { deprecatedMaintainer: ERROR, directiveCasing: ERROR, emptyContinuationLine: ERROR, instructionCasing: ERROR, instructionCmdMultiple: ERROR, instructionEntrypointMultiple: ERROR, instructionHealthcheckMultiple: ERROR, instructionJSONInSingleQuotes: ERROR, instructionWorkdirRelative: ERROR };

const named = process.argv.slice(2);
const files = named.length > 0 ? named : [fileURLToPath(new URL('../packaging/docker/Dockerfile', import.meta.url))];
for (const file of files) {
  for (const { message, range } of validate(readFileSync(file, 'utf8'), RULES)) {
    console.error(`${file}:${range.start.line + 1}: ${message}`);
    process.exitCode = 1;
  }
}
