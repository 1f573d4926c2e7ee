import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  safepointBackupCreatePermission,
  safepointBindingManagePermission,
  safepointDeploymentMarkPermission,
  safepointDrillCreatePermission,
  safepointHoldManagePermission,
  safepointIndexRebuildPermission,
  safepointInstanceReadPermission,
  safepointPermissions,
  safepointRestoreApprovePermission,
  safepointRestoreReadPermission,
  safepointRestoreRequestPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { decidePermission } from './decidePermission';
import { permissionRules } from './permissionRules';

const userInfo = (name: string, group: string) => ({
  userEntityRef: `user:default/${name}`,
  ownershipEntityRefs: [`user:default/${name}`, `group:default/${group}`],
});
const users = {
  developer: userInfo('dana', 'orders-team'),
  sre: userInfo('sam', 'sre'),
  auditor: userInfo('audrey', 'auditors'),
};

const readEntity = createPermission({
  name: 'catalog.entity.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});
const deleteEntity = createPermission({
  name: 'catalog.entity.delete',
  attributes: { action: 'delete' },
  resourceType: 'catalog-entity',
});
const withoutAction = createPermission({
  name: 'other.thing.use',
  attributes: {},
});
const unknownRead = createPermission({
  name: 'safepoint.secret.read',
  attributes: { action: 'read' },
});

const { ALLOW, DENY, CONDITIONAL } = AuthorizeResult;

describe('decidePermission', () => {
  it.each<[Permission, Record<keyof typeof users, AuthorizeResult>]>([
    [
      safepointInstanceReadPermission,
      { developer: ALLOW, sre: ALLOW, auditor: ALLOW },
    ],
    [
      safepointRestoreReadPermission,
      { developer: ALLOW, sre: ALLOW, auditor: ALLOW },
    ],
    [
      safepointBackupCreatePermission,
      { developer: CONDITIONAL, sre: ALLOW, auditor: DENY },
    ],
    [
      safepointDrillCreatePermission,
      { developer: CONDITIONAL, sre: ALLOW, auditor: DENY },
    ],
    [
      safepointRestoreRequestPermission,
      { developer: CONDITIONAL, sre: ALLOW, auditor: DENY },
    ],
    [
      safepointDeploymentMarkPermission,
      { developer: CONDITIONAL, sre: ALLOW, auditor: DENY },
    ],
    [
      safepointRestoreApprovePermission,
      { developer: DENY, sre: CONDITIONAL, auditor: DENY },
    ],
    [
      safepointBindingManagePermission,
      { developer: DENY, sre: ALLOW, auditor: DENY },
    ],
    [
      safepointHoldManagePermission,
      { developer: DENY, sre: ALLOW, auditor: DENY },
    ],
    [
      safepointIndexRebuildPermission,
      { developer: DENY, sre: ALLOW, auditor: DENY },
    ],
    [readEntity, { developer: ALLOW, sre: ALLOW, auditor: ALLOW }],
    [deleteEntity, { developer: DENY, sre: DENY, auditor: DENY }],
    [withoutAction, { developer: DENY, sre: DENY, auditor: DENY }],
    [unknownRead, { developer: DENY, sre: DENY, auditor: DENY }],
  ])('decides $name for each user', (permission, expected) => {
    expect({
      developer: decidePermission(permission, users.developer).result,
      sre: decidePermission(permission, users.sre).result,
      auditor: decidePermission(permission, users.auditor).result,
    }).toEqual(expected);
  });

  it('refuses everything to whoever is not signed in', () => {
    for (const permission of [...safepointPermissions, readEntity]) {
      expect(decidePermission(permission, undefined).result).toBe(DENY);
    }
  });

  it('has a rule for every permission of Safepoint', () => {
    expect([...permissionRules.keys()].sort()).toEqual(
      safepointPermissions.map(({ name }) => name).sort(),
    );
  });

  it('lets the owner act by the catalog’s own rule', () => {
    expect(
      decidePermission(safepointBackupCreatePermission, users.developer),
    ).toMatchObject({
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        rule: 'IS_ENTITY_OWNER',
        params: { claims: users.developer.ownershipEntityRefs },
      },
    });
  });

  it('lets an SRE approve what somebody else asked for', () => {
    expect(
      decidePermission(safepointRestoreApprovePermission, users.sre),
    ).toMatchObject({
      pluginId: 'safepoint',
      resourceType: 'safepoint-restore-request',
      conditions: {
        rule: 'IS_NOT_REQUESTER',
        params: { userRef: 'user:default/sam' },
      },
    });
  });

  it('gives an auditor who is also an SRE no power to change anything', () => {
    const both = {
      ...users.auditor,
      ownershipEntityRefs: ['group:default/auditors', 'group:default/sre'],
    };
    expect(
      decidePermission(safepointBindingManagePermission, both).result,
    ).toBe(DENY);
  });
});
