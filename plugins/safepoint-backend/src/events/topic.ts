/** Of our own: the topics of other modules have validators of theirs, or none. */
export const gitlabEventsTopic = 'safepoint.gitlab';
