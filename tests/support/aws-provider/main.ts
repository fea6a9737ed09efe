import { Account } from "./account.ts";
import { Fault } from "./fault.ts";
import { Provider } from "./provider.ts";
import { serve } from "./protocol.ts";

const file = process.env["AWS_PROVIDER_ACCOUNT"];
if (!file) throw new Error("AWS_PROVIDER_ACCOUNT has to name the file that is the AWS account.");

const fault = Fault.parse(process.env["AWS_PROVIDER_FAULT"], file);
const port = await serve(new Provider(new Account(file), fault));

// The engine reads the port from the first line, and holds the other end of standard input: when it
// is killed, this process must not go on without it.
process.stdout.write(`${port}\n`);
process.stdin.on("end", () => process.exit()).resume();
