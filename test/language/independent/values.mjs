/** Programs over single values and over keys. */
import { csv, dayNumber, members, one, parts, times } from './draw.mjs';
import { bigSum, decimal, nearest, quotient, sum, units } from './numbers.mjs';

const NOT = { value: null, why: 'condition' };
const each = (role, results) => ({ each: Object.fromEntries(results.map((value, i) => [`${role}.${i + 1}`, { value }])) });
/** 1 and the number of smaller ones. */
const places = (values) => values.map((value) => String(1 + values.filter((other) => other < value).length));

export const auction = {
  make: ({ whole }) => ({ files: { ...members('bidders', 5, () => [{ bid: whole(0, 8) * 1_000_000 }]), Seller: csv([{ reserve: whole(3, 10) * 1_000_000 }]) } }),
  expected({ files }) {
    const bids = parts(files, 'bidders').map(([{ bid }]) => Number(bid));
    const reserve = Number(one(files, 'Seller').reserve);
    const [first, second] = [...bids].sort((a, b) => b - a);
    if (first < reserve) return { winner: NOT, price: NOT };
    return { winner: { value: `bidders.${bids.indexOf(first) + 1}` }, price: { value: String(Math.max(second, reserve)), unit: 'EUR' } };
  },
};

export const bargain = {
  make: ({ whole }) => ({ files: { Buyer: csv([{ highest: whole(0, 1_000_000) }]), Seller: csv([{ lowest: whole(0, 1_000_000) }]) } }),
  expected({ files }) {
    const [highest, lowest] = [BigInt(one(files, 'Buyer').highest), BigInt(one(files, 'Seller').lowest)];
    return highest < lowest ? { deal: { value: false }, price: NOT } : { deal: { value: true }, price: { value: quotient(highest + lowest, 2n, 0) } };
  },
};

export const benchmark = {
  make({ whole }) {
    return { files: members('hospitals', 9, () => {
      const beds = whole(20, 900);
      return [{ energy: beds * whole(5_000, 7_000) + whole(0, beds), beds }];
    }) };
  },
  expected({ files }) {
    const perBed = parts(files, 'hospitals').map(([{ energy, beds }]) => Number(quotient(BigInt(energy), BigInt(beds), 0)));
    const stepped = perBed.map((value) => Number(nearest(BigInt(value), 100n)) * 100).sort((a, b) => a - b);
    const smallest = (share) => stepped[Math.max(1, Math.ceil(share * stepped.length)) - 1];
    return { middle: { value: String(smallest(0.5)) }, place: each('hospitals', places(perBed)), best_quarter: each('hospitals', perBed.map((value) => value <= smallest(0.25))) };
  },
};

export const benchmark_rows = {
  make: ({ whole, often }) => ({ files: members('stays', 7, () => times(whole(90, 125), () => ({ readmitted: often(0.12) ? 'yes' : 'no' }))) }),
  expected({ files }) {
    const own = parts(files, 'stays').map((rows) => [BigInt(rows.length), nearest(10_000n * BigInt(rows.filter(({ readmitted }) => readmitted === 'yes').length), BigInt(rows.length))]);
    const all = quotient(bigSum(own.map(([n, rate]) => n * rate)), 10_000n * bigSum(own.map(([n]) => n)), 3);
    return { all_rate: { value: all }, place: own.filter(([n]) => n >= 100n).length >= 5 ? each('hospitals', places(own.map(([, rate]) => rate))) : NOT };
  },
};

export const fraud = {
  make: ({ whole }) => ({ files: {
    Bank: csv([{ chargebacks: whole(0, 20), months_customer: whole(0, 240), w_chargeback: whole(0, 50), w_new_sim: whole(0, 500), w_many_sims: whole(0, 500), cutoff: whole(300, 700) }]),
    Telecom: csv([{ sims: whole(0, 7), sim_age_days: whole(0, 60) }]),
  } }),
  expected({ files }) {
    const [b, t] = [one(files, 'Bank'), one(files, 'Telecom')].map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, Number(cell)])));
    const score = b.w_chargeback * b.chargebacks + (t.sim_age_days < 30 ? b.w_new_sim : 0) + (t.sims > 3 ? b.w_many_sims : 0) - Math.min(b.months_customer, 120);
    return { suspicious: { value: score >= b.cutoff } };
  },
};

export const loan = {
  make: ({ whole }) => ({ files: {
    Applicant: csv([{ income: whole(20_000, 90_000), rent: whole(300, 1_500) }]),
    Bureau: csv([{ defaults: whole(0, 3), owed: whole(0, 20_000) }]),
    Bank: csv([{ least_income: whole(20_000, 50_000), share: `${whole(20, 60)}%`, points: whole(0, 30), cutoff: whole(20, 100) }]),
  } }),
  expected({ files }) {
    const [{ income, rent }, { defaults, owed }, bank] = [one(files, 'Applicant'), one(files, 'Bureau'), one(files, 'Bank')];
    const free = Math.max(Number(income) - 12 * Number(rent), 0);
    const score = Number(bank.points) * Number(defaults) + Math.floor(Number(owed) / 1000);
    return { granted: { value: Number(income) >= Number(bank.least_income) && 100 * Number(owed) <= free * Number(bank.share.replace('%', '')) && score <= Number(bank.cutoff) } };
  },
};

export const millionaires = {
  make: ({ whole }) => ({ files: { Alice: csv([{ wealth: whole(0, 10_000_000_000) }]), Bob: csv([{ wealth: whole(0, 10_000_000_000) }]) } }),
  expected: ({ files }) => ({ richer: { value: Number(one(files, 'Alice').wealth) > Number(one(files, 'Bob').wealth) } }),
};

export const predict = {
  make: ({ decimal: number, whole, pick }) => ({ files: {
    Clinic: csv([{ base: number(-6, 0, 3), w_age: number(0, 0.08, 4), w_bmi: number(0, 0.1, 4), w_smoker: number(-1, 2, 3) }]),
    Patient: csv([{ age: whole(18, 90), bmi: number(17, 40, 1), smoker: pick(['yes', 'no']) }]),
  } }),
  expected({ files }) {
    const [clinic, patient] = [one(files, 'Clinic'), one(files, 'Patient')];
    const score = units(clinic.base, 5) + units(clinic.w_age, 4) * BigInt(patient.age) * 10n + units(clinic.w_bmi, 4) * units(patient.bmi, 1) + (patient.smoker === 'yes' ? units(clinic.w_smoker, 5) : 0n);
    return { class: { value: score < -200_000n ? 'under -2' : score < 0n ? '-2 to under 0' : score < 200_000n ? '0 to under 2' : '2 and over' } };
  },
};

export const vote = {
  make: ({ pick, often }) => {
    const choices = often(0.5) ? ['yes', 'no', 'abstain'] : ['yes', 'no', 'abstain', 'abstain'];
    return { files: members('members', 9, () => [{ ballot: pick(choices) }]) };
  },
  expected({ files }) {
    const ballots = parts(files, 'members').map(([{ ballot }]) => ballot);
    const [ayes, noes] = ['yes', 'no'].map((choice) => ballots.filter((ballot) => ballot === choice).length);
    return { carried: ayes + noes >= 5 ? { value: ayes > noes } : NOT };
  },
};

const GIVEN = ['Ana', 'Boris', 'Chen', 'Dora'];
const SURNAMES = ['Okoro', 'Lindqvist', 'Tanaka', 'Meyer'];
/** A person of a small town, in the letters of whoever wrote the list. */
const person = ({ pick, often }) => {
  const written = (name) => (often(0.3) ? name.toUpperCase() : name);
  return { given: written(pick(GIVEN)), surname: written(pick(SURNAMES)), born: pick(['1960-02-29', '1985-07-01', '1999-12-31']) };
};
const keyOf = ({ given, surname, born }) => `${given}/${surname}/${born}`.toLowerCase();

export const blacklist = {
  make: (drawn) => ({ files: { Asker: csv([person(drawn)]), ...members('listed', 4, () => times(drawn.whole(5, 40), () => ({ ...person(drawn), since: drawn.day('2010-01-01', '2024-01-01') }))) } }),
  expected({ files }) {
    const asked = keyOf(one(files, 'Asker'));
    const having = parts(files, 'listed').filter((rows) => rows.some((row) => row.since >= '2016-01-01' && keyOf(row) === asked));
    return { found: { value: having.length >= 2 } };
  },
};

export const overlap = {
  make: (drawn) => ({ files: { followed: csv(times(45, () => ({ ...person(drawn), region: drawn.pick(['north', 'north', 'north', 'east', 'south']) }))), ...members('protected', 3, () => times(5, () => person(drawn))) } }),
  expected({ files }) {
    const known = new Set(parts(files, 'protected').flat().map(keyOf));
    const rows = ['north', 'east', 'south', 'west'].map((region) => {
      const names = rowsOfFollowed(files).filter((row) => row.region === region && known.has(keyOf(row))).length;
      return names >= 1 && names <= 4 ? { region, hidden: true } : { region, names: String(names) };
    });
    return { overlap: { keys: ['region'], columns: ['names'], rows } };
  },
};
const rowsOfFollowed = (files) => parts({ 'followed.1': files.followed }, 'followed').flat();

export const fraud_count = {
  make({ whole, pick, often }) {
    const phone = () => `06${String(whole(0, 120)).padStart(8, '0')}`;
    return { files: { accounts: csv(times(80, () => ({ phone: phone(), product: pick(['current', 'current', 'savings', 'card']), flagged: often(0.6) ? 'yes' : 'no' }))), swaps: csv(times(50, () => ({ phone: phone() }))) } };
  },
  expected({ files }) {
    const swapped = new Set(parts({ 's.1': files.swaps }, 's').flat().map(({ phone }) => phone));
    const rows = ['current', 'savings', 'card'].map((product) => {
      const n = parts({ 'a.1': files.accounts }, 'a').flat().filter((row) => row.product === product && row.flagged === 'yes' && swapped.has(row.phone)).length;
      return n < 5 ? { product, hidden: true } : { product, n: String(n) };
    });
    return { both: { keys: ['product'], columns: ['n'], rows } };
  },
};

export const budget = {
  make: ({ whole, decimal: number, pick, day }) => ({
    set: { this_month: pick(['2026-03', '2026-04']), carried: number(-2_000, 2_000, 2), cap: pick(['10000.00', '400000.00']) },
    files: members('units', 4, () => times(whole(1, 6), () => ({ paid: day('2026-03-01', '2026-04-30'), amount: number(-500, 2_000, 2) }))),
  }),
  expected({ files, set }) {
    const own = parts(files, 'units').map((rows) => rows.filter(({ paid }) => paid.startsWith(set.this_month)));
    const left = units(set.cap, 2) + units(set.carried, 2) - bigSum(own.flat().map(({ amount }) => units(amount, 2)));
    const most = 20_000_000n;
    return {
      within: { value: left >= 0n },
      carry_over: own.filter((rows) => rows.length > 0).length < 3 ? NOT : { value: decimal(left > most ? most : left < -most ? -most : left, 2), unit: 'EUR' },
    };
  },
};

export const median = {
  make: ({ whole, pick, decimal: number }) => ({ files: members('employers', 4, () => times(whole(8, 12), () => ({ gender: pick(['f', 'm', 'm', 'x']), salary: `${whole(200, 900)}${pick(['50.00', '00.00', '49.99'])}` })).concat([{ gender: 'f', salary: number(0, 500_000, 2) }])) }),
  expected({ files }) {
    const own = parts(files, 'employers');
    const middle = (gender) => own.flat().filter((row) => row.gender === gender).map(({ salary }) => nearest(units(salary, 2), 10_000n) * 100n).sort((a, b) => Number(a - b));
    const [women, men] = [middle('f'), middle('m')];
    const enough = [women, men].every((all) => all.length >= 10) && ['f', 'm'].every((gender) => own.filter((rows) => rows.some((row) => row.gender === gender)).length >= 3);
    const [w, m] = [women, men].map((all) => all[Math.ceil(all.length / 2) - 1]);
    return { gap: enough ? { value: quotient(m - w, m, 3) } : NOT };
  },
};

export const quality = {
  make: ({ whole, pick, day, decimal: number }) => ({ files: members('sites', 3, () => times(whole(5, 30), () => ({
    visited: pick([day('2000-01-01', '2030-12-31'), day('2026-11-20', '2026-12-05'), '', 'not known', '1999-12-31', '2023-02-29']),
    weight: pick([number(20, 300, 1), number(20, 300, 1), '', '19.9', '300.1', '70.25', 'heavy']),
    sex: pick(['f', 'M', 'unknown', '', 'male']),
  }))) }),
  expected({ files }) {
    const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(dayNumber(text)) && new Date(text).toISOString().startsWith(text) && text >= '2000-01-01' && text <= '2030-12-31';
    const isWeight = (text) => /^\d+\.\d$/.test(text) && Number(text) >= 20 && Number(text) <= 300;
    const rows = parts(files, 'sites').map((lines, i) => {
      // A line of empty cells is no row.
      const all = lines.filter((row) => Object.values(row).some((cell) => cell !== ''));
      const count = (test) => String(all.filter(test).length);
      return { party: `sites.${i + 1}`, rows: count(() => true), no_date: count(({ visited }) => !isDay(visited)), in_future: count(({ visited }) => isDay(visited) && visited > '2026-11-28'), no_weight: count(({ weight }) => !isWeight(weight)), no_sex: count(({ sex }) => !['f', 'm'].includes(sex.toLowerCase())) };
    });
    return { quality: { keys: ['party'], columns: ['rows', 'no_date', 'in_future', 'no_weight', 'no_sex'], rows } };
  },
};

export const emissions = {
  make: ({ whole, pick, decimal: number }) => ({ files: members('companies', 6, (i) => times(whole(1, 9), () => ({ industry: pick(['steel', 'cement', 'glass', 'paper']), scope: pick(['direct', 'power']), tonnes: pick([number(0, i === 0 ? 900_000 : 60_000, 1), '1500.0', '500.0']) }))) }),
  expected({ files }) {
    const own = parts(files, 'companies');
    const rows = ['steel', 'cement', 'glass', 'paper'].flatMap((industry) => ['direct', 'power'].map((scope) => {
      const cells = own.map((all) => all.filter((row) => row.industry === industry && row.scope === scope));
      const each = cells.map((all) => sum(all.map(({ tonnes }) => Number(units(tonnes, 1))))).sort((a, b) => b - a);
      const hidden = cells.filter((all) => all.length > 0).length < 3 || 10 * (sum(each) - each[0] - each[1]) < each[0];
      return hidden ? { industry, scope, hidden: true } : { industry, scope, total: String(1000n * nearest(BigInt(sum(each)), 10_000n)) };
    }));
    return { totals: { keys: ['industry', 'scope'], columns: ['total'], rows } };
  },
};
