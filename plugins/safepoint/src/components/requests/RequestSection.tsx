import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Box, Button, Flex, Text } from '@backstage/ui';
import {
  type InstanceRecoveryView,
  isRequestOpen,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { safepointTranslationRef } from '../../translation';
import { Section } from '../common/Section';
import { RequestItem } from './RequestItem';
import styles from './Requests.module.css';

const shownAtFirst = 3;

/** What was asked for: everything open, then the latest that ended. */
export function RequestSection(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [isAllShown, setAllShown] = useState(false);
  const { requests } = props.instance;
  const open = requests.filter(isRequestOpen);
  const ended = requests.filter(request => !isRequestOpen(request));
  const endedAtFirst = Math.max(0, shownAtFirst - open.length);
  const shown = [
    ...open,
    ...(isAllShown ? ended : ended.slice(0, endedAtFirst)),
  ];
  const hiddenCount = requests.length - shown.length;
  return (
    <Section title={t('requests.title')}>
      {requests.length === 0 ? (
        <Text as="p" color="secondary">
          {t('requests.empty')}
        </Text>
      ) : (
        <Box as="ul" bg="neutral" className={styles.list}>
          {shown.map(request => (
            <RequestItem
              key={request.id}
              request={request}
              instance={props.instance}
            />
          ))}
        </Box>
      )}
      {hiddenCount > 0 && (
        <Flex>
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setAllShown(true)}
          >
            {t('requests.showAll', { count: hiddenCount })}
          </Button>
        </Flex>
      )}
    </Section>
  );
}
