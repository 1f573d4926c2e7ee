import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { BindingView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { ActionCell } from '../common/ActionCell';
import { StatusMark } from '../common/StatusMark';
import type { BindingActions } from './useBindingActions';

const tones = {
  proposed: 'warning',
  confirmed: 'success',
  revoked: 'neutral',
} as const;

/** One project, what it may do, and the decision that is open about it. */
export function BindingRow(props: {
  binding: BindingView;
  mayManage: boolean;
  actions: BindingActions;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { binding, actions, mayManage } = props;
  const { id, status, projectId, issuer, operations, origin } = binding;
  const isConfirmed = status === 'confirmed';
  const action = isConfirmed ? actions.revoke : actions.confirm;
  const project = t('bindings.projectValue', { id: projectId, issuer });
  const words = isConfirmed ? t('bindings.revoke') : t('bindings.confirm');
  return (
    <tr>
      <th scope="row">{project}</th>
      <td>{operations.map(name => t(`operation.${name}`)).join(', ')}</td>
      <td>
        <StatusMark tone={tones[status]}>
          {t(`bindingStatus.${status}`)}
        </StatusMark>
      </td>
      <td>{origin}</td>
      <ActionCell>
        <ActionButton
          variant={status === 'proposed' ? 'primary' : 'secondary'}
          aria-label={`${words}: ${project}`}
          isPending={action.isPending}
          unavailableBecause={mayManage ? undefined : t('bindings.mayNot')}
          onPress={() => action.run(id)}
        >
          {words}
        </ActionButton>
      </ActionCell>
    </tr>
  );
}
