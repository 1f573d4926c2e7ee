import { findTrend } from './robustTrend';
import type { UnusualCode, UnusualWarning } from './UnusualWarning';
import { minimumHistory, type UsualSample } from './UsualSample';

interface Measure {
  code: UnusualCode;
  /** For a sentence: `Its size is`. */
  words: string;
  unit: string;
  valueOf(sample: UsualSample): number;
  /** By what factor it may differ from what is expected, however steady it was before. */
  factor: number;
  /** A smaller difference is none, whatever the factor. */
  leastDifference: number;
  /** What it can mean if there is less, or more. */
  less: string;
  more: string;
}

const measures: Measure[] = [
  {
    code: 'size',
    words: 'The size of the dump is',
    unit: 'bytes',
    valueOf: ({ sourceBytes }) => sourceBytes,
    factor: 2,
    leastDifference: 0,
    less: 'data may be gone',
    more: 'something may fill the store',
  },
  {
    code: 'rows',
    words: 'The number of rows is',
    unit: 'rows',
    valueOf: ({ rows }) => rows,
    factor: 2,
    leastDifference: 0,
    less: 'rows may have been deleted',
    more: 'something may fill the store',
  },
  {
    code: 'duration',
    words: 'The backup took',
    unit: 'seconds',
    valueOf: ({ seconds }) => seconds,
    factor: 4,
    leastDifference: 60,
    less: 'it may have left something out',
    more: 'the store, the network or the storage may be in trouble',
  },
  {
    code: 'compressibility',
    words: 'Stored bytes for each byte of the dump are',
    unit: '',
    valueOf: ({ storedBytes, sourceBytes }) =>
      sourceBytes > 0 ? storedBytes / sourceBytes : 0,
    factor: 1.6,
    leastDifference: 0,
    less: 'the content may have been replaced by something uniform',
    more: 'the content may have been encrypted or replaced by noise',
  },
];

/** So many scatters from the line are still usual. */
const tolerance = 6;

/**
 * Measures that are far from where those of the points before it lead. On the scale of logarithms, where a
 * steady growth is a straight line and only factors count.
 */
export function judgeMeasures(
  history: UsualSample[],
  point: UsualSample,
): UnusualWarning[] {
  return measures.flatMap(
    measure => judgeMeasure(measure, history, point) ?? [],
  );
}

function judgeMeasure(
  measure: Measure,
  history: UsualSample[],
  point: UsualSample,
): UnusualWarning | undefined {
  // What was empty before says nothing of how much is usual.
  const series = history.map(measure.valueOf).filter(value => value > 0);
  if (series.length < minimumHistory) return undefined;
  const value = measure.valueOf(point);
  const { predicted, scatter } = findTrend(series.map(Math.log));
  const reach = Math.max(Math.log(measure.factor), tolerance * scatter);
  const usual = Math.exp(predicted);
  const low = Math.exp(predicted - reach);
  const high = Math.exp(predicted + reach);
  const isNear = Math.abs(value - usual) < measure.leastDifference;
  if ((value >= low && value <= high && value > 0) || isNear) return undefined;
  const { code, words, unit, less, more } = measure;
  const number = (one: number) =>
    unit ? `${Math.round(one)}` : `${Number(one.toPrecision(2))}`;
  return {
    code,
    message: `${words} ${number(value)}${
      unit && ` ${unit}`
    }; after the points before it, ${number(low)} to ${number(
      high,
    )} would be usual: ${value < usual ? less : more}.`,
    value,
    usual,
    low,
    high,
  };
}
