import { Avatar, Text } from '@backstage/ui';
import type { DemoUser } from './demoUsers';
import { SignInFrame } from './SignInFrame';
import styles from './signIn.module.css';

interface DemoUserListProps {
  title: string;
  users: DemoUser[];
  onChoose(name: string): void;
}

/** One big button per demo user; where there are none, it says how to switch them on. */
export const DemoUserList = ({ title, users, onChoose }: DemoUserListProps) => {
  if (users.length === 0) {
    return (
      <SignInFrame title={title}>
        <Text as="p">
          Nobody can sign in: this portal has no sign-in provider. For the demo
          users start it with app-config.demo.yaml; for real users add a
          provider under auth.providers and its sign-in page.
        </Text>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame
      title={title}
      subtitle="Who are you today? This is a demo: no password is asked, and you can switch at any time."
    >
      <ul className={styles.users}>
        {users.map(user => (
          <li key={user.name}>
            <button
              type="button"
              className={styles.user}
              onClick={() => onChoose(user.name)}
            >
              <Avatar
                src=""
                name={user.displayName}
                size="x-large"
                purpose="decoration"
              />
              <span className={styles.userText}>
                <Text variant="body-large" weight="bold">
                  {user.displayName} · {user.role}
                </Text>
                <Text color="secondary">{user.description}</Text>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </SignInFrame>
  );
};
