/**
 * Stands for the agent where a test follows one deployment through several jobs: it asks the portal's
 * stand-in with the job's own token, as the agent does, and ends with the agent's code for a refusal.
 */
export const portalAgent = `#!/bin/sh
tell() {
  curl --silent --show-error --fail-with-body --request POST --header "Authorization: Bearer $SAFEPOINT_ID_TOKEN" \
    "$SAFEPOINT_PORTAL_URL/stand-in/$1" || return 3
}
echo "called: $*"
case "$*" in
  *--receipt-file*)
    case "$*" in *--unchanged*) call=unchanged ;; *) call=gate ;; esac
    answer=$(tell "$call") || { echo "refused: $answer"; exit 3; }
    echo "SAFEPOINT_RECEIPT=$answer" >safepoint.env ;;
  *baseline*) tell succeeded ;;
  *report*) tell failed ;;
esac
`;
