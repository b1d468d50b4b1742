/** Programs over the rows of a group: tables, rates, models. */
import { dayNumber, members, parts, times } from './draw.mjs';
import { bigSum, digits, identity, near, nearest, normalTails, quotient, solve, studentLimit, studentTails, sum, units } from './numbers.mjs';

const NOT = { value: null, why: 'condition' };
const mean = (values) => sum(values) / values.length;
/** How many members have at least one of the rows. */
const having = (own) => own.filter((rows) => rows.length > 0).length;
const BOTH = [false, true];
const answer = (value) => (value ? 'yes' : 'no');

export const chi_squared = {
  make: ({ whole, often }) => ({ files: members('stays', 3, () => times(whole(20, 60), () => {
    const smoker = often(0.4);
    return { smoker: answer(smoker), readmitted: answer(often(smoker ? 0.5 : 0.3)) };
  })) }),
  expected({ files }) {
    const all = parts(files, 'stays').flat();
    const rows = BOTH.flatMap((smoker) => BOTH.map((readmitted) => ({ smoker, readmitted, n: all.filter((row) => row.smoker === answer(smoker) && row.readmitted === answer(readmitted)).length })));
    if (rows.some(({ n }) => n < 10)) return { cross: NOT, x2: NOT, p: NOT };
    // Σ (seen − expected)² / expected.
    const share = (name, value) => sum(rows.filter((row) => row[name] === value).map(({ n }) => n)) / all.length;
    const x2 = sum(rows.map(({ smoker, readmitted, n }) => {
      const expected = share('smoker', smoker) * share('readmitted', readmitted) * all.length;
      return (n - expected) ** 2 / expected;
    }));
    const cross = { keys: ['smoker', 'readmitted'], columns: ['n'], rows: rows.map((row) => ({ ...row, n: String(row.n) })) };
    return { cross, x2: { value: near(x2, 2) }, p: { value: near(normalTails(Math.sqrt(Number(x2.toFixed(2)))), 4) } };
  },
};

export const correlation = {
  make: ({ whole, decimal }) => ({ files: members('trials', 4, () => times(whole(1, 16), () => {
    const dose = decimal(0, 100, 1);
    return { dose, response: (Math.max(-50, Math.min(50, 9 * Math.log(Number(dose) + 1) - 30 + Number(decimal(-12, 12, 2))))).toFixed(2) };
  })) }),
  expected({ files }) {
    const own = parts(files, 'trials');
    const [x, y] = [own.flat().map(({ dose }) => Number(Math.log(Number(dose) + 1).toFixed(3))), own.flat().map(({ response }) => Number(response))];
    const names = ['n', 'mean_response', 'sd_response', 'standard_error', 'r'];
    if (x.length < 30 || having(own) < 3) return Object.fromEntries(names.map((name) => [name, NOT]));
    const covariance = (a, b) => sum(a.map((each, i) => (each - mean(a)) * (b[i] - mean(b)))) / (a.length - 1);
    const deviation = Math.sqrt(covariance(y, y));
    const values = [String(x.length), near(mean(y), 2), near(deviation, 2), near(Number(deviation.toFixed(2)) / Math.sqrt(x.length), 3), near(covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y)), 3)];
    return Object.fromEntries(names.map((name, i) => [name, { value: values[i] }]));
  },
};

export const gini = {
  make: ({ whole, decimal }) => ({ files: members('households', 3, () => times(whole(330, 345), () => ({ income: whole(1, 10) === 1 ? decimal(0, 900_000, 2) : decimal(0, 60_000, 2) }))) }),
  expected({ files }) {
    const own = parts(files, 'households');
    const incomes = own.flat().map(({ income }) => Number(income));
    if (incomes.length < 1000 || having(own) < 3) return { gini: NOT };
    // Half the mean difference over the mean, where each household has the mean of its step.
    const steps = new Map();
    for (const income of incomes) {
      const step = Math.min(Math.floor(income / 2000), 199);
      steps.set(step, [...(steps.get(step) ?? []), income]);
    }
    const all = [...steps.values()].map((values) => [values.length, mean(values)]);
    const difference = sum(all.map(([n, x]) => sum(all.map(([m, y]) => n * m * Math.abs(x - y))))) / incomes.length ** 2;
    return { gini: { value: near(difference / (2 * mean(incomes)), 3) } };
  },
};

export const index = {
  make: ({ whole, decimal, pick }) => ({
    set: { now: '2026-05' },
    files: members('goods', 4, (i) => times(whole(2, 9), () => ({ kind: pick(['food', 'food', 'drink', 'household']), period: pick(['2026-05', '2026-05', '2026-05', '2026-06']), base_price: decimal(0.01, 20, 2), price: decimal(0.01, 20, 2), base_sold: whole(0, i === 3 ? 400 : 100) }))),
  }),
  expected({ files, set }) {
    const own = parts(files, 'goods').map((rows) => rows.filter(({ period }) => period === set.now));
    const rows = ['food', 'drink', 'household'].map((kind) => {
      const cells = own.map((all) => all.filter((row) => row.kind === kind));
      const worth = (all, price) => bigSum(all.map((row) => units(row[price], 2) * BigInt(row.base_sold)));
      const base = cells.map((all) => worth(all, 'base_price'));
      const largest = base.reduce((a, b) => (b > a ? b : a), 0n);
      if (having(cells) < 3 || 10n * largest > 6n * bigSum(base)) return { kind, hidden: true };
      return { kind, index: quotient(100n * worth(cells.flat(), 'price'), bigSum(base), 1) };
    });
    return { indices: { keys: ['kind'], columns: ['index'], rows } };
  },
};

export const indicators = {
  make: ({ whole, pick, day }) => {
    const list = times(25, (i) => `198.51.100.${i + 1}`);
    return { set: { this_month: '2026-04' }, lists: { indicators: list }, files: members('sightings', 10, () => times(whole(1, 9), () => ({ indicator: pick(list), seen: day('2026-03-20', '2026-05-10') }))) };
  },
  expected({ files, set, lists }) {
    const own = parts(files, 'sightings').map((rows) => rows.filter(({ seen }) => seen.startsWith(set.this_month)));
    const rows = lists.indicators.map((indicator) => ({ indicator, seen_by: own.filter((all) => all.some((row) => row.indicator === indicator)).length }));
    const shown = rows.filter(({ seen_by }) => seen_by >= 3);
    return { hits: { keys: ['indicator'], columns: ['seen_by'], rows: shown.map((row) => ({ ...row, seen_by: String(row.seen_by) })), hiddenCells: rows.length - shown.length } };
  },
};

export const linear = {
  make: ({ whole, often }) => ({ files: members('stays', 3, () => times(whole(31, 38), () => {
    const [age, urgent] = [whole(0, 110), often(0.3)];
    return { age, urgent: answer(urgent), days: Math.max(0, Math.round(2 + age / 9 + (urgent ? 5 : 0) + whole(-4, 4))) };
  })) }),
  expected({ files }) {
    const own = parts(files, 'stays');
    const n = own.flat().length;
    if (n < 100 || having(own) < 3) return { length: NOT };
    const x = own.flat().map(({ age, urgent }) => [1, Number(age), urgent === 'yes' ? 1 : 0]);
    const y = own.flat().map(({ days }) => Number(days));
    const moments = [0, 1, 2].map((i) => [0, 1, 2].map((j) => sum(x.map((row) => row[i] * row[j]))));
    const inverse = solve(moments, identity(3));
    const estimates = inverse.map((line) => sum(line.map((each, i) => each * sum(x.map((row, k) => row[i] * y[k])))));
    const residual = sum(x.map((row, k) => (y[k] - sum(row.map((each, i) => each * estimates[i]))) ** 2));
    const total = sum(y.map((each) => (each - mean(y)) ** 2));
    const freedom = n - 3;
    const limit = studentLimit(0.05, freedom);
    const f = (total - residual) / 2 / (residual / freedom);
    const terms = ['(constant)', 'age', 'urgent'].map((name, i) => {
      const error = Math.sqrt((residual / freedom) * inverse[i][i]);
      const t = estimates[i] / error;
      return { name, estimate: digits(estimates[i]), error: digits(error), t: digits(t), p: near(studentTails(t, freedom), 10, 1e-9), low: digits(estimates[i] - limit * error), high: digits(estimates[i] + limit * error) };
    });
    return { length: { model: 'linear', n: String(n), terms, fit: { freedom: String(freedom), deviation: digits(Math.sqrt(residual / freedom)), rSquared: digits(1 - residual / total), adjusted: digits(1 - ((residual / total) * (n - 1)) / freedom), f: digits(f), p: near((1 + (2 * f) / freedom) ** (-freedom / 2), 10, 1e-9) } } };
  },
};

export const logistic = {
  make: ({ whole, often, decimal }) => ({ files: members('stays', 3, () => times(whole(45, 60), () => {
    const [age, smoker, bmi] = [whole(18, 110), often(0.3), decimal(15, 45, 1)];
    const chance = 1 / (1 + Math.exp(3 - age / 30 - (smoker ? 0.8 : 0) - Number(bmi) / 40));
    return { age, smoker: answer(smoker), bmi: often(0.1) ? '' : bmi, readmitted: answer(often(chance)) };
  })) }),
  expected({ files }) {
    const own = parts(files, 'stays').map((rows) => rows.filter(({ bmi }) => bmi !== ''));
    const all = own.flat();
    if (all.filter(({ readmitted }) => readmitted === 'yes').length < 50 || having(own) < 3) return { risk: NOT };
    const x = all.map(({ age, smoker, bmi }) => [1, Number(age), smoker === 'yes' ? 1 : 0, Number(bmi)]);
    let estimates = [0, 0, 0, 0];
    let inverse = [];
    for (let step = 0; step < 8; step++) {
      const chances = x.map((row) => 1 / (1 + Math.exp(-sum(row.map((each, i) => each * estimates[i])))));
      const slope = estimates.map((b, i) => sum(x.map((row, k) => row[i] * ((all[k].readmitted === 'yes' ? 1 : 0) - chances[k]))) - (i === 0 ? 0 : b));
      const curve = estimates.map((_, i) => estimates.map((__, j) => sum(x.map((row, k) => chances[k] * (1 - chances[k]) * row[i] * row[j])) + (i === j && i > 0 ? 1 : 0)));
      inverse = solve(curve, identity(4));
      estimates = estimates.map((b, i) => b + sum(inverse[i].map((each, j) => each * slope[j])));
    }
    const terms = ['(constant)', 'age', 'smoker', 'bmi'].map((name, i) => {
      const error = Math.sqrt(inverse[i][i]);
      const z = estimates[i] / error;
      return { name, estimate: digits(estimates[i]), error: digits(error), z: digits(z), p: near(normalTails(z), 10, 1e-9), low: digits(estimates[i] - 1.959963984540054 * error), high: digits(estimates[i] + 1.959963984540054 * error) };
    });
    return { risk: { model: 'logistic', n: String(all.length), terms, moving: [] } };
  },
};

const yearsBefore2026 = (born) => 2026 - Number(born.slice(0, 4)) - (born.slice(5) > '01-01' ? 1 : 0);

export const paygap = {
  make: ({ pick, day, decimal }) => ({ files: members('employers', 3, () => times(320, () => ({ sector: pick(['care', 'care', 'retail', 'building']), gender: pick(['f', 'm', 'f', 'm', 'x']), born: pick([day('1945-01-01', '2010-12-31'), '1981-01-01', '1981-01-02', '1996-02-29']), hours: decimal(8, 45, 1), salary: decimal(9_000, 90_000, 2) }))) }),
  expected({ files }) {
    const own = parts(files, 'employers').map((rows) => rows.map((row) => {
      const age = yearsBefore2026(row.born);
      // Cents of a year, over 52 weeks of tenths of an hour.
      return { ...row, age, band: age < 30 ? 'under 30' : age < 45 ? '30 to 44' : age < 60 ? '45 to 59' : '60 and over', hourly: nearest(units(row.salary, 2) * 10n, 52n * units(row.hours, 1)) };
    }).filter(({ age }) => age >= 16 && age <= 75));
    const rows = ['care', 'retail', 'building'].flatMap((sector) => ['under 30', '30 to 44', '45 to 59', '60 and over'].map((band) => {
      const [women, men] = ['f', 'm'].map((gender) => own.map((all) => all.filter((row) => row.sector === sector && row.band === band && row.gender === gender)));
      const [w, m] = [women, men].map((cells) => [BigInt(cells.flat().length), bigSum(cells.flat().map(({ hourly }) => hourly))]);
      if (w[0] < 10n || m[0] < 10n || having(women) < 3 || having(men) < 3) return { sector, band, hidden: true };
      return { sector, band, women: String(w[0]), men: String(m[0]), gap: quotient(m[1] * w[0] - w[1] * m[0], m[1] * w[0], 3) };
    }));
    return { gaps: { keys: ['sector', 'band'], columns: ['women', 'men', 'gap'], rows } };
  },
};

export const readmission = {
  make: ({ whole, pick, day, often }) => ({ set: { in_year: '2025' }, files: members('stays', 3, () => times(whole(60, 90), () => {
    const discharged = day('2024-11-01', '2026-01-31');
    const back = new Date((dayNumber(discharged) + whole(-3, 60)) * 86_400_000).toISOString().slice(0, 10);
    return { ward: pick(['surgery', 'surgery', 'medicine', 'other', 'ophthalmology']), discharged, back: often(0.6) ? '' : back };
  })) }),
  expected({ files, set }) {
    const own = parts(files, 'stays').map((rows) => rows.filter(({ discharged }) => discharged.startsWith(set.in_year)));
    const rows = ['surgery', 'medicine', 'other'].map((ward) => {
      const cells = own.map((all) => all.filter((row) => (['surgery', 'medicine'].includes(row.ward) ? row.ward : 'other') === ward));
      const n = cells.flat().length;
      const k = cells.flat().filter(({ discharged, back }) => back !== '' && dayNumber(back) - dayNumber(discharged) >= 0 && dayNumber(back) - dayNumber(discharged) <= 30).length;
      if (n < 30 || k < 5 || having(cells) < 3) return { ward, hidden: true };
      // Where (k/n − p)² = z² p(1 − p) / n.
      const z2 = 1.959963984540054 ** 2;
      const root = Math.sqrt((2 * k + z2) ** 2 - (4 * k * k * (n + z2)) / n);
      return { ward, n: String(n), again: String(k), rate: quotient(BigInt(k), BigInt(n), 3), low: near((2 * k + z2 - root) / (2 * (n + z2)), 3), high: near((2 * k + z2 + root) / (2 * (n + z2)), 3) };
    });
    return { rates: { keys: ['ward'], columns: ['n', 'again', 'rate', 'low', 'high'], rows } };
  },
};

const DEPARTMENTS = ['care', 'technical', 'administration'];
const QUESTIONS = ['workload', 'safety', 'pay', 'team'];

export const survey = {
  make: ({ whole, pick, decimal }) => ({ files: members('answers', 4, () => times(whole(50, 60), () => ({ department: pick(DEPARTMENTS), question: pick(QUESTIONS), answer: pick(['1', '2', '3', '4', '5', '4', '']), weight: pick([decimal(0.1, 10, 2), '', '1.50']) }))) }),
  expected({ files }) {
    const own = parts(files, 'answers').map((rows) => rows.filter((row) => row.answer !== ''));
    const weight = (row) => units(row.weight === '' ? '1.00' : row.weight, 2);
    const means = DEPARTMENTS.flatMap((department) => QUESTIONS.map((question) => {
      const cells = own.map((all) => all.filter((row) => row.department === department && row.question === question));
      const all = cells.flat();
      if (all.length < 10 || having(cells) < 3) return { department, question, hidden: true };
      const weights = bigSum(all.map(weight));
      return { department, question, n: String(all.length), average: quotient(bigSum(all.map((row) => weight(row) * BigInt(row.answer))), weights, 2), agree: quotient(bigSum(all.filter((row) => Number(row.answer) >= 4).map(weight)), weights, 2) };
    }));
    const spread = QUESTIONS.flatMap((question) => ['1', '2', '3', '4', '5'].map((each) => {
      const n = own.flat().filter((row) => row.question === question && row.answer === each).length;
      return n < 5 ? { question, answer: each, hidden: true } : { question, answer: each, n: String(n) };
    }));
    return { means: { keys: ['department', 'question'], columns: ['n', 'average', 'agree'], rows: means }, spread: { keys: ['question', 'answer'], columns: ['n'], rows: spread } };
  },
};

export const survival = {
  make: ({ whole, pick, often }) => ({ files: members('patients', 3, () => times(whole(50, 60), () => ({ arm: pick(['old', 'new']), months: whole(0, 59), died: answer(often(0.4)) }))) }),
  expected({ files }) {
    const own = parts(files, 'patients');
    const rows = ['old', 'new'].flatMap((arm) => {
      let [left, of] = [1n, 1n];
      return times(10, (i) => {
        const start = 6 * i;
        const cells = own.map((all) => all.filter((row) => row.arm === arm && Number(row.months) >= start));
        const atRisk = cells.flat().length;
        const deaths = cells.flat().filter((row) => row.died === 'yes' && Number(row.months) <= start + 5).length;
        [left, of] = [left * BigInt(atRisk - deaths), of * BigInt(atRisk)];
        const cell = { arm, start: String(start) };
        return atRisk < 20 || having(cells) < 3 ? { ...cell, hidden: true } : { ...cell, at_risk: String(atRisk), deaths: String(deaths), survival: quotient(left, of, 3) };
      });
    });
    return { curve: { keys: ['arm', 'start'], columns: ['at_risk', 'deaths', 'survival'], rows } };
  },
};

export const topk = {
  make: ({ whole, pick, decimal }) => {
    const list = times(16, (i) => `article ${i + 1}`);
    return { lists: { products: list }, files: members('sales', 4, () => times(whole(30, 50), () => ({ product: pick(list), amount: pick([decimal(0, 100, 2), '20.00', '3000.00']) }))) };
  },
  expected({ files, lists }) {
    const own = parts(files, 'sales');
    const totals = lists.products.flatMap((product) => {
      const cells = own.map((all) => all.filter((row) => row.product === product));
      const each = cells.map((all) => bigSum(all.map(({ amount }) => units(amount, 2))));
      const largest = each.reduce((a, b) => (b > a ? b : a), 0n);
      return having(cells) < 3 || 10n * largest > 6n * bigSum(each) ? [] : [{ product, total: bigSum(each) }];
    });
    totals.sort((a, b) => Number(b.total - a.total));
    return { totals: { keys: ['product'], columns: [], rows: totals.slice(0, 10).map(({ product }) => ({ product })) } };
  },
};

