export { copyParts, type AnnouncedObject } from './copyParts';
export { readDirectPlan } from './readDirectPlan';
