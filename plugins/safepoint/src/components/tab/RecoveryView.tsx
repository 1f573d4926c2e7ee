import type { Entity } from '@backstage/catalog-model';
import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { useMemo } from 'react';
import { RestoreDialog } from '../restore/RestoreDialog';
import { MissingLinesCard } from '../states/MissingLinesCard';
import { planMissingLines } from '../states/planMissingLines';
import { StandstillNote } from '../states/StandstillNote';
import { chooseEnvironment } from './chooseEnvironment';
import { EnvironmentSection } from './EnvironmentSection';
import { EnvironmentSwitch } from './EnvironmentSwitch';
import { Freshness } from './Freshness';
import { RecoveryProvider } from './RecoveryContext';
import { StaleNote } from './StaleNote';
import styles from './Tab.module.css';
import { UncoveredStores } from './UncoveredStores';
import { useRecoveryLocation } from './useRecoveryLocation';

/** A loaded recovery: what nothing protects first, then the environment that is asked for. */
export function RecoveryView(props: {
  entity: Entity;
  data: EntityRecoveryView;
  staleBecause?: Error;
  refresh: () => void;
}) {
  const { data: recovery, refresh, entity } = props;
  const location = useRecoveryLocation();
  const { target, openRestore, closeRestore, showEnvironment } = location;
  const environment = chooseEnvironment(recovery, location.environment);
  const context = useMemo(
    () => environment && { recovery, environment, refresh, openRestore },
    [recovery, environment, refresh, openRestore],
  );

  // Where stores are known and nothing lacks, what is uncovered says it all.
  const isWantingLines =
    recovery.uncovered.length === 0 || planMissingLines(entity) !== '';

  return (
    <div className={styles.tab}>
      <div className={styles.toolbar}>
        <EnvironmentSwitch
          environments={recovery.environments}
          shown={environment?.environment}
          onShow={showEnvironment}
        />
        <Freshness asOf={recovery.asOf} refresh={refresh} />
      </div>
      <StandstillNote standstill={recovery.standstill} />
      {props.staleBecause && (
        <StaleNote asOf={recovery.asOf} error={props.staleBecause} />
      )}
      {recovery.uncovered.length > 0 && (
        <UncoveredStores entityRefs={recovery.uncovered} />
      )}
      {context ? (
        <RecoveryProvider value={context}>
          <EnvironmentSection environment={context.environment} />
          {target && (
            <RestoreDialog
              recovery={recovery}
              target={target}
              onClose={closeRestore}
            />
          )}
        </RecoveryProvider>
      ) : (
        isWantingLines && <MissingLinesCard entity={entity} />
      )}
    </div>
  );
}
