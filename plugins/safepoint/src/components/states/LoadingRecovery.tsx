import { Flex, Skeleton, VisuallyHidden } from '@backstage/ui';

/** The shape of what is coming, and words for who cannot see it. */
export function LoadingRecovery(props: { label: string; rows?: number }) {
  const { rows = 5 } = props;
  return (
    <div role="status">
      <VisuallyHidden>{props.label}</VisuallyHidden>
      <Flex direction="column" gap="4" aria-hidden>
        <Skeleton width="100%" height={180} />
        <Skeleton width="30%" height={20} />
        {Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} width="100%" height={32} />
        ))}
      </Flex>
    </div>
  );
}
