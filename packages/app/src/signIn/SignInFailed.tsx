import { Alert, Button, Flex } from '@backstage/ui';
import { SignInFrame } from './SignInFrame';

interface SignInFailedProps {
  error?: Error;
  onRetry(): void;
  onBack(): void;
}

/** Says why nobody was signed in, with the two ways on. */
export const SignInFailed = ({ error, onRetry, onBack }: SignInFailedProps) => (
  <SignInFrame title="Sign-in did not work">
    <Alert
      status="danger"
      icon
      title={error?.message ?? 'The portal gave no reason.'}
    />
    <Flex gap="2" mt="4">
      <Button onPress={onRetry}>Try again</Button>
      <Button variant="secondary" onPress={onBack}>
        Choose another user
      </Button>
    </Flex>
  </SignInFrame>
);
