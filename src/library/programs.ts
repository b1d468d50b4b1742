/** Analyses in the language that people can sign: reading and checking them, their words, trying them out, proposing them, and writing the usual ones. */

// A program as a text.
export { programExamples } from '../app/program/examples.js';
export { checkProgram, readProgramText, type CheckedProgram, type ProgramText } from '../app/program/text.js';
export { format as formatProgram } from '../language/format/format.js';

// What people read of it.
export { acceptedSection, explainCode, programInWords, reviewProgram, writtenInWords, writtenProgram, type ExplainedCode, type ProgramReview } from '../app/program/words.js';
export type { Notice as ProgramNotice } from '../language/notices/notice.js';
export type { Section } from '../language/words/items.js';

// What it takes to run it.
export { costOfProgram, type ProgramCost } from '../app/program/cost.js';
export type { RoleCost, SumsCost } from '../session/operations/program/cost.js';

// Editors.
export { serveLanguage } from '../app/program/language-server.js';

// Files for it, and running it in the clear.
export { templateOf, type FileTemplate } from '../app/program/template.js';
export { expectTried, tryProgram, type Tried, type TriedJson, type TryOptions } from '../app/program/try.js';

// A model that came out, applied to a file.
export { predict, readProgramOutcome, type Prediction, type Predictions, type ProgramOutcome } from '../app/program/predict.js';

// Its terms in a proposal.
export { program, type RoleAssignment, type ProgramOptions, type ProgramProposal } from '../app/program/propose.js';
export type { ProgramTerms } from '../session/operations/program/propose.js';

// Programs that are written for the user.
export { anovaProgram } from '../language/write/anova.js';
export { correlateProgram } from '../language/write/correlate.js';
export { crosstabProgram, sizeOf } from '../language/write/crosstab.js';
export { cutsOf, histogramProgram, MOST_BARS } from '../language/write/histogram.js';
export { whyNoName } from '../language/write/names.js';
export type { Column, NumberColumn, Records } from '../language/write/records.js';
export { MOST_MODELS, regressProgram } from '../language/write/regress.js';
export { STATISTICS, statsProgram, type Statistic } from '../language/write/stats.js';
export { MOST_STEPS, stepsOf, survivalProgram } from '../language/write/survival.js';
export { oneSampleProgram, twoSampleProgram } from '../language/write/ttest.js';
