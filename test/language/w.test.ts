import { it } from 'vitest';
import { readProgram } from '../../src/language/read.js';
import { planOf } from '../../src/language/plan/plan.js';
import { anovaProgram } from '../../src/language/write/anova.js';
import { oneSampleProgram, twoSampleProgram } from '../../src/language/write/ttest.js';
import { statsProgram, STATISTICS } from '../../src/language/write/stats.js';
it('x', () => {
  const y = { kind: 'number', name: 'y', low: '-10000000000000.00', high: '10000000000000.00', decimals: 2 } as const;
  const z = { ...y, name: 'z' };
  const arm = { kind: 'category', name: 'arm', values: ['old', 'new'] } as const;
  for (const empty of ['refuse', 'skip'] as const) for (const minGroup of [undefined, 10]) {
    const r = { columns: [y, z, arm], least: 3, maxRows: 1_000_000, where: undefined, empty };
    for (const text of [anovaProgram(r, { of: y, by: arm, minGroup }), twoSampleProgram(r, { of: y, by: arm, minGroup, equalVariances: false }), twoSampleProgram(r, { of: y, by: arm, minGroup, equalVariances: true }), oneSampleProgram(r, { of: y, against: '-5', minGroup }), oneSampleProgram(r, { of: y, less: z, against: '0', minGroup }), statsProgram(r, { of: [y], by: [arm], statistics: STATISTICS, minGroup })]) {
      const { problems, checked } = readProgram(text);
      if (problems.length) console.log(text, problems.map((p) => `${p.line}: ${p.code} ${p.message} ${p.next}`).slice(0, 4));
      else { const plan = planOf(checked as never); if (plan.on !== 'sums') console.log(text, plan); }
    }
  }
});
