/** What `npm run deploy -- --help` prints. */
export const HELP = `npm run deploy -- COMMAND --stack NAME [options]

  preview   what up would change, who may call what, what the policies say
  up        review as preview does, then deploy; makes the stack where there is none
  refresh   takes what was changed outside Pulumi into the state
  destroy   removes every resource; refused before anything is deleted while users are kept
  outputs   the stack's outputs, secrets as [secret]
  history   the last updates
  cancel    lifts the lock of an update that was killed
  smoke     the story against the deployed addresses
  sweep     lists expired throw-away stacks; with --yes destroys them; takes no --stack
  import    adds the users of FILE.csv to the stack's pool, by Cognito's import job

  --program DIR          Pulumi program (has Pulumi.yaml)                this one
  --config KEY=VALUE     written to the stack file first; repeatable     preview, up
  --ttl TIME             a throw-away stack: 90m, 48h or 7d from now     up
  --site URL             origin that may sign in to it; repeatable       up
  --base GIT_REV         compare access with that revision's             preview, up
  --allow-replace URN    a pool, client or domain that may be lost       preview, up
  --exemptions FILE      exemptions of the policy review                 preview, up
  --summary FILE         the review as Markdown, for a pull request      preview, up
  --token FILE           access token for the 200; - standard input      smoke
  --user EMAIL           signs in with TEST_USER_PASSWORD                smoke
  --ready FILE           a local runtime's ready line; - standard input  smoke, instead of --stack
  --path PATH            protected route to ask for                      smoke, /hello
  --timeout SECONDS      for the whole test                              smoke, 60
  --role ARN             writes the job's log; else output userImportRole import
  --pool ID              user pool; else output userPoolId               import
  --dry-run              checks the file, starts nothing                 import
  --skip-invalid         starts although lines will fail                 import
  --yes                  destroy what was listed                         sweep
  --json                 one JSON object on standard output
  --help                 this text

Ends with 0, 1 failed, 2 usage, 3 refused by a policy or a protection, 4 locked by another update.`;
