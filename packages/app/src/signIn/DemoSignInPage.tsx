import { useState } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { chosenUser } from './chosenUser';
import { DemoUserList } from './DemoUserList';
import { readDemoUsers } from './demoUsers';
import { forgetOnSignOut } from './forgetOnSignOut';
import { SignInFailed } from './SignInFailed';

/** Asks who the visitor is and signs them in through the auth backend, which issues a real token for that user. */
export const DemoSignInPage = ({ onSignInSuccess }: SignInPageProps) => {
  const config = useApi(configApiRef);
  const users = readDemoUsers(config);
  const [attempt, setAttempt] = useState({
    user: chosenUser.read(),
    number: 0,
  });

  const choose = (user: string | undefined) =>
    setAttempt(({ number }) => ({ user, number: number + 1 }));

  if (!users.some(({ name }) => name === attempt.user)) {
    return (
      <DemoUserList
        title={config.getOptionalString('app.title') ?? 'Developer portal'}
        users={users}
        onChoose={name => choose(name)}
      />
    );
  }
  return (
    <ProxiedSignInPage
      key={attempt.number}
      provider="safepoint-demo"
      headers={{ 'safepoint-demo-user': attempt.user ?? '' }}
      onSignInSuccess={identity => {
        chosenUser.save(attempt.user ?? '');
        onSignInSuccess(forgetOnSignOut(identity));
      }}
      ErrorComponent={({ error }) => (
        <SignInFailed
          error={error}
          onRetry={() => choose(attempt.user)}
          onBack={() => {
            chosenUser.forget();
            choose(undefined);
          }}
        />
      )}
    />
  );
};
