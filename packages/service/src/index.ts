/** The embedded service and the gateway arrive with their own change; until then the package only names itself. */
export const NAME = '@kinora/service';
