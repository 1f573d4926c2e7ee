import { formatAbsoluteTime } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';

/** `14 minutes ago`; the absolute moment is its title. */
export function RelativeTime(props: { time: string }) {
  const { relativeTime } = useFormat();
  return (
    <time dateTime={props.time} title={formatAbsoluteTime(props.time)}>
      {relativeTime(props.time)}
    </time>
  );
}
