/** Values of Parquet columns as text, from the file's own content: a library's conversion to JavaScript would round decimals and times. */
import type { SchemaElement } from 'hyparquet';
import { plainDouble, plainNotation } from './plain-number.js';

/** Undefined if the value has no text: no such date, no UTF-8, more digits than are exact. */
type ToText = (value: unknown) => string | undefined;

export interface ValueKind {
  readonly isNumber: boolean;
  readonly toText: ToText;
}

/** How the values of a column are read, in the form that the file has; undefined for types that are not read here. */
export function valueKind(element: SchemaElement): ValueKind | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  const named = logical?.type ?? '';
  const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
  if (type === 'BOOLEAN') return { isNumber: false, toText: (value) => (value === true || value === 1 ? 'true' : 'false') };
  if (named === 'DECIMAL' || converted === 'DECIMAL') return { isNumber: true, toText: (value) => (value instanceof Uint8Array && value.length > MOST_DECIMAL_BYTES ? undefined : withScale(value instanceof Uint8Array ? fromBigEndian(value) : BigInt(value as number), scale)) };
  if (named === 'DATE' || converted === 'DATE') return { isNumber: false, toText: (value) => dayOf(BigInt(value as number) * DAY) };
  if (type === 'INT96') return { isNumber: false, toText: (value) => momentOf(value as bigint, false) };
  if (logical?.type === 'TIMESTAMP') return { isNumber: false, toText: (value) => momentOf(BigInt(value as bigint | number) * NANOS[logical.unit], logical.isAdjustedToUTC) };
  if (converted === 'TIMESTAMP_MILLIS') return { isNumber: false, toText: (value) => momentOf(BigInt(value as bigint | number) * NANOS.MILLIS, true) };
  if (converted === 'TIMESTAMP_MICROS') return { isNumber: false, toText: (value) => momentOf(BigInt(value as bigint | number) * NANOS.MICROS, true) };
  if ((type === 'INT32' || type === 'INT64') && (named === '' || named === 'INTEGER') && (converted === undefined || /^U?INT_(8|16|32|64)$/.test(converted))) {
    const isUnsigned = converted?.startsWith('U') === true || (logical?.type === 'INTEGER' && !logical.isSigned);
    return { isNumber: true, toText: (value) => (isUnsigned ? BigInt.asUintN(type === 'INT32' ? 32 : 64, BigInt(value as bigint | number)) : BigInt(value as bigint | number)).toString() };
  }
  if (type === 'DOUBLE') return { isNumber: true, toText: (value) => plainDouble(value as number) };
  if (type === 'FLOAT') return { isNumber: true, toText: (value) => plainFloat(value as number) };
  if (named === 'UUID') return { isNumber: false, toText: (value) => uuidOf(value as Uint8Array) };
  if (type === 'BYTE_ARRAY' && ['', 'STRING', 'ENUM'].includes(named) && (converted === undefined || converted === 'UTF8' || converted === 'ENUM')) return { isNumber: false, toText: (value) => textOf(value as Uint8Array) };
  return undefined;
}

/** Enough for 76 digits. Longer numbers take long to write in decimal. */
const MOST_DECIMAL_BYTES = 32;

const DAY = 86_400_000_000_000n;
const NANOS = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n };

function fromBigEndian(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

/** value / 10^scale, exactly. */
function withScale(value: bigint, scale: number): string | undefined {
  return plainNotation(`${value}e-${scale}`);
}

/** The shortest decimal that is this number of 32 bits and no other. */
function plainFloat(value: number): string | undefined {
  // Beyond this, whole numbers can no longer be told apart.
  if (!(Math.abs(value) <= 2 ** 24)) return undefined;
  for (let digits = 1; digits <= 9; digits++) {
    const short = value.toPrecision(digits);
    if (Math.fround(Number(short)) === value) return plainNotation(short);
  }
  return undefined;
}

function dayOf(nanos: bigint): string | undefined {
  const days = (nanos - (((nanos % DAY) + DAY) % DAY)) / DAY;
  // From the year 1 to 9999.
  if (days < -719_162n || days > 2_932_896n) return undefined;
  return new Date(Number(days) * 86_400_000).toISOString().slice(0, 10);
}

/** YYYY-MM-DD, and the time if it is not midnight. `isUtc`: the file says that it is a moment of universal time, and not what a clock on a wall showed. */
function momentOf(nanos: bigint, isUtc: boolean): string | undefined {
  const day = dayOf(nanos);
  const rest = ((nanos % DAY) + DAY) % DAY;
  if (day === undefined || rest === 0n) return day;
  const seconds = Number(rest / 1_000_000_000n);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
  const fraction = String(rest % 1_000_000_000n).padStart(9, '0').replace(/0+$/, '');
  return `${day}T${time}${fraction === '' ? '' : `.${fraction}`}${isUtc ? 'Z' : ''}`;
}

function uuidOf(bytes: Uint8Array): string | undefined {
  return bytes.length === 16 ? Buffer.from(bytes).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : undefined;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
