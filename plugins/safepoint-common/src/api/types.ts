import type { components } from '../generated/openapi';

type Schemas = components['schemas'];

/** What the Recovery tab shows for one catalog entity. @public */
export type EntityRecoveryView = Schemas['EntityRecovery'];
/** @public */
export type EnvironmentRecoveryView = Schemas['EnvironmentRecovery'];
/** @public */
export type InstanceRecoveryView = Schemas['InstanceRecovery'];
/** @public */
export type StoreInstanceView = Schemas['StoreInstance'];
/** @public */
export type PostureView = Schemas['Posture'];
/** @public */
export type EntityPostureView = Schemas['EntityPosture'];
/** @public */
export type StandstillView = Schemas['Standstill'];
/** @public */
export type TaskHealthView = Schemas['TaskHealth'];
/** @public */
export type PhrasePartView = Schemas['PhrasePart'];
/** @public */
export type ReasonView = Schemas['Reason'];
/** @public */
export type ObjectiveView = Schemas['Objective'];
/** @public */
export type LastKnownGoodView = Schemas['LastKnownGood'];
/** @public */
export type RecoveryPointView = Schemas['RecoveryPoint'];
/** @public */
export type RecoveryPointDetailView = Schemas['RecoveryPointDetail'];
/** @public */
export type RetentionPlanView = Schemas['RetentionPlan'];
/** @public */
export type RetentionDecisionView = Schemas['RetentionDecision'];
/** @public */
export type HoldView = Schemas['Hold'];
/** What a person wants to keep. @public */
export type PlaceHoldBody = Schemas['PlaceHold'];
/** @public */
export type RecoverySetView = Schemas['RecoverySet'];
/** @public */
export type SchemaChangeView = Schemas['SchemaChange'];
/** @public */
export type DataAtStakeView = Schemas['DataAtStake'];
/** @public */
export type StoredObjectView = Schemas['StoredObject'];
/** @public */
export type DeploymentView = Schemas['Deployment'];
/** @public */
export type OpenProblemView = Schemas['OpenProblem'];
/** @public */
export type DrillView = Schemas['Drill'];
/** @public */
export type CheckView = Schemas['Check'];
/** @public */
export type BindingView = Schemas['Binding'];
/** @public */
export type RequestView = Schemas['Request'];
/** @public */
export type DecisionView = Schemas['Decision'];
/** @public */
export type RestorePreviewView = Schemas['RestorePreview'];
/** @public */
export type ProblemView = Schemas['Problem'];
/** @public */
export type HealthView = Schemas['Health'];
/** @public */
export type PublicKeysView = Schemas['PublicKeys'];
/** @public */
export type RebuildReportView = Schemas['RebuildReport'];

/** What a person asks for. @public */
export type CreateRequestBody = Schemas['CreateRequest'];

/** What the agent sends and is answered. @public */
export type OpenRunBody = Schemas['OpenRun'];
/** @public */
export type RunPlan = Schemas['RunPlan'];
/** @public */
export type BackupPlan = Schemas['BackupPlan'];
/** @public */
export type ProofPlan = Schemas['ProofPlan'];
/** @public */
export type SignedPartView = Schemas['SignedPart'];
/** @public */
export type RecoveryPointDraft = Schemas['RecoveryPointDraft'];
/** @public */
export type DraftObject = Schemas['DraftObject'];
/** @public */
export type ScheduleView = Schemas['Schedule'];
/** @public */
export type PauseScheduleBody = Schemas['PauseSchedule'];
/** @public */
export type PromotableView = Schemas['Promotable'];
/** @public */
export type OpenedObjectView = Schemas['OpenedObject'];
/** @public */
export type GatePlanView = Schemas['GatePlan'];
/** @public */
export type ServiceGateView = Schemas['ServiceGate'];
/** @public */
export type EntityPolicyView = Schemas['EntityPolicy'];
/** @public */
export type ExplainedPolicyView = Schemas['ExplainedPolicy'];
/** @public */
export type ReceiptView = Schemas['Receipt'];
/** @public */
export type OutcomeReportView = Schemas['OutcomeReport'];
/** @public */
export type WebhookEndpointView = Schemas['WebhookEndpoint'];
/** @public */
export type WebhookDeliveryView = Schemas['WebhookDelivery'];
/** @public */
export type AutomationRequestView = Schemas['AutomationRequest'];
/** @public */
export type ExternalClaimView = Schemas['ExternalClaim'];
/** @public */
export type RecordExternalPointBody = Schemas['RecordExternalPoint'];
/** @public */
export type ExternalRecoveryPointView = Schemas['ExternalRecoveryPoint'];
/** @public */
export type IncomingCloudEventBody = Schemas['IncomingCloudEvent'];
