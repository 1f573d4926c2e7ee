import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { safepointTranslationRef } from '../../translation';
import { DataTable } from '../common/DataTable';
import { Section } from '../common/Section';
import { ErrorNote } from '../states/ErrorNote';
import { PauseDialog } from './PauseDialog';
import { ScheduleRow } from './ScheduleRow';
import { useResume } from './useResume';

/** What is done by itself, when it is next, and what keeps it. */
export function ScheduleSection(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { instance, may, schedules = [] } = props.instance;
  const [pausing, setPausing] = useState<'backup' | 'drill'>();
  const resume = useResume(instance.id);
  return (
    <Section title={t('schedules.title')}>
      {resume.error && (
        <ErrorNote title={t('schedules.failed')} error={resume.error} />
      )}
      {schedules.length === 0 ? (
        <Text as="p" color="secondary">
          {t('schedules.none')}
        </Text>
      ) : (
        <DataTable
          caption={t('schedules.caption')}
          columns={[
            { name: t('schedules.work') },
            { name: t('schedules.rule') },
            { name: t('schedules.next') },
            { name: t('schedules.last') },
            { name: t('schedules.actions'), hidden: true },
          ]}
        >
          {schedules.map(schedule => (
            <ScheduleRow
              key={schedule.kind}
              schedule={schedule}
              mayPause={may.pauseSchedules ?? false}
              onPause={() => setPausing(schedule.kind)}
              resume={resume}
            />
          ))}
        </DataTable>
      )}
      {pausing && (
        <PauseDialog
          instance={instance}
          kind={pausing}
          onClose={() => setPausing(undefined)}
        />
      )}
    </Section>
  );
}
