/** Why a cache does not work, by reason; completes “because”. */
export const TIER_PROBLEMS = {
  unreachable: 'it cannot be reached',
  slow: 'it takes too long to answer',
  password: 'it refuses the user or the password',
  permission: 'its user may not do what a cache does',
  untrusted: 'its certificate is not trusted',
  notTls: 'it does not speak TLS',
  full: 'it has no room left',
  notWritable: 'it cannot be written to',
  refused: 'it refuses what is to be stored',
} as const;
