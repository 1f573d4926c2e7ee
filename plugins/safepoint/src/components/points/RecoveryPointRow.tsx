import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import type {
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useId, useState } from 'react';
import { formatMoment } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { ActionCell } from '../common/ActionCell';
import { LevelMark } from '../common/LevelMark';
import { RelativeTime } from '../common/RelativeTime';
import { DeploymentOfPoint } from './DeploymentOfPoint';
import styles from './Points.module.css';
import { PointSize } from './PointSize';
import { PointStatus } from './PointStatus';
import { RecoveryPointDetails } from './RecoveryPointDetails';
import { RestorePointButton } from './RestorePointButton';

const columns = 8;

/** One recovery point, and below it its details when they are asked for. */
export function RecoveryPointRow(props: {
  point: RecoveryPointView;
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const { point, instance } = props;
  const { relativeTime } = useFormat();
  const moment = formatMoment(point.stateAt ?? point.createdAt);
  const isLastKnownGood = instance.lastKnownGood.recoveryPointId === point.id;
  return (
    <>
      <tr className={isLastKnownGood ? styles.lastKnownGood : undefined}>
        <td className={styles.toggle}>
          <ButtonIcon
            size="small"
            variant="tertiary"
            aria-label={t('points.details', { moment })}
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            icon={isOpen ? <RiArrowDownSLine /> : <RiArrowRightSLine />}
            onPress={() => setOpen(!isOpen)}
          />
        </td>
        <th scope="row">
          <div className={styles.state}>
            {point.stateAt ? (
              <RelativeTime time={point.stateAt} />
            ) : (
              <span className={styles.started}>
                {t('points.started', { age: relativeTime(point.createdAt) })}
              </span>
            )}
            {isLastKnownGood && (
              <span className={styles.tag}>{t('points.lastKnownGood')}</span>
            )}
          </div>
        </th>
        <td>
          {t(`trigger.${point.trigger}`)}
          {point.baselineOf && ` ${t('points.alsoBaseline')}`}
        </td>
        <td>
          <DeploymentOfPoint point={point} />
        </td>
        <td className={styles.size}>
          <PointSize point={point} />
        </td>
        <td>
          <LevelMark level={point.level} />
        </td>
        <td>
          <PointStatus point={point} />
        </td>
        <ActionCell>
          <RestorePointButton point={point} instance={instance} />
        </ActionCell>
      </tr>
      {isOpen && (
        <tr id={detailsId}>
          <td colSpan={columns} className={styles.details}>
            <RecoveryPointDetails point={point} instance={instance} />
          </td>
        </tr>
      )}
    </>
  );
}
