import { Alert, Button, Flex } from '@backstage/ui';
import { SignInFrame } from './SignInFrame';

interface SignInFailedProps {
  error?: Error;
  onRetry(): void;
  onBack(): void;
}

/** The portal's own words where it answered: a ResponseError's message is only the status. */
function reasonOf(error: Error | undefined): string {
  const cause = error?.cause instanceof Error ? error.cause : error;
  return cause?.message ?? 'The portal gave no reason.';
}

/** Says why nobody was signed in, with the two ways on. */
export const SignInFailed = ({ error, onRetry, onBack }: SignInFailedProps) => (
  <SignInFrame title="Sign-in did not work">
    <Alert status="danger" icon title={reasonOf(error)} />
    <Flex gap="2" mt="4">
      <Button onPress={onRetry}>Try again</Button>
      <Button variant="secondary" onPress={onBack}>
        Choose another user
      </Button>
    </Flex>
  </SignInFrame>
);
