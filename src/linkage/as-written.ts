import { hasRegion, type DateOrder, type KeyColumn } from './column.js';

/** How a party's own file is written, if it differs from what was agreed. The keys are the same. */
export interface OwnForms {
  /** By the agreement's name of the column. */
  readonly dateOrders?: ReadonlyMap<string, DateOrder> | undefined;
  /** By the agreement's name of the column; under undefined the value for all others. */
  readonly regions?: ReadonlyMap<string | undefined, string> | undefined;
}

/**
 * The key's columns as they are in a proposer's agreement, which says everything: an order for each date, and the regions of `regions` if a column names none.
 */
export function asAgreed(columns: readonly KeyColumn[], { regions }: Pick<OwnForms, 'regions'> = {}): KeyColumn[] {
  const written = asWritten(columns, { regions });
  return columns.map((column, i) => {
    const said = column.region === undefined ? (written[i] ?? column) : column;
    return said.type === 'date' ? { ...said, order: said.order ?? 'ymd' } : said;
  });
}

/** The key's columns as they are to be read from that file. */
export function asWritten(columns: readonly KeyColumn[], { dateOrders, regions }: OwnForms): KeyColumn[] {
  return columns.map((column) => {
    const order = column.type === 'date' ? dateOrders?.get(column.name) : undefined;
    const region = hasRegion(column.type) ? (regions?.get(column.name) ?? regions?.get(undefined)) : undefined;
    return { ...column, ...(order === undefined ? {} : { order }), ...(region === undefined ? {} : { region }) };
  });
}
