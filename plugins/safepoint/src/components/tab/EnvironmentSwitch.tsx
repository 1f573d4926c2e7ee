import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToggleButton, ToggleButtonGroup, VisuallyHidden } from '@backstage/ui';
import type { EnvironmentRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { toneOfVerdict } from '../common/tone';
import { VerdictIcon, VerdictWords } from '../posture/VerdictMark';
import styles from './Tab.module.css';

/** One button per environment with its verdict; nothing where there is only one to see. */
export function EnvironmentSwitch(props: {
  environments: EnvironmentRecoveryView[];
  shown?: string;
  onShow: (environment: string) => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  if (props.environments.length < 2) return null;
  return (
    <ToggleButtonGroup
      aria-label={t('tab.environments')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={props.shown ? [props.shown] : []}
      onSelectionChange={keys => {
        const [environment] = keys;
        if (environment) props.onShow(String(environment));
      }}
    >
      {props.environments.map(({ environment, verdict }) => (
        <ToggleButton key={environment} id={environment}>
          <span
            className={`${styles.environment} ${
              styles[toneOfVerdict[verdict]]
            }`}
          >
            <VerdictIcon verdict={verdict} />
            <span>{environment}</span>
            <VisuallyHidden>
              : <VerdictWords verdict={verdict} />
            </VisuallyHidden>
          </span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
