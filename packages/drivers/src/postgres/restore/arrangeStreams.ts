import { type DumpStream, SafepointError } from '@safepoint/engine';
import { formats } from '../backup/formats';

/** The archives of one recovery point by what they hold. */
export type ArrangedStreams =
  | { whole: DumpStream }
  | { preData: DumpStream; data: DumpStream[]; postData: DumpStream };

/** Refuses what is no complete set: a missing section would restore without an error. */
export function arrangeStreams(streams: DumpStream[]): ArrangedStreams {
  const of = (format: string) =>
    streams.filter(stream => stream.format === format);
  const whole = of(formats.whole);
  if (whole.length === 1 && streams.length === 1) return { whole: whole[0] };
  const preData = of(formats.preData);
  const data = of(formats.data);
  const postData = of(formats.postData);
  const isComplete =
    preData.length === 1 &&
    data.length > 0 &&
    postData.length === 1 &&
    streams.length === data.length + 2;
  if (!isComplete) {
    throw new SafepointError({
      kind: 'restore-failed',
      message: `The postgres driver restores one stream of format ${
        formats.whole
      }, or the sections of one dump; the recovery point has ${
        streams.map(({ format }) => format).join(', ') || 'none'
      }.`,
    });
  }
  return { preData: preData[0], data, postData: postData[0] };
}
