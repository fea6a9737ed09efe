import type { CustomEmailSenderTriggerEvent } from "aws-lambda";
import { AuthLayer } from "../../../components/auth-layer";
import { requiredVariable } from "../../../handlers/environment";

/** Decrypts as AWS's guide shows, and prints where a mail would go out. */
async function sendMail({ triggerSource, request }: CustomEmailSenderTriggerEvent) {
  const { buildClient, CommitmentPolicy, KmsKeyringNode } = await import("@aws-crypto/client-node");
  const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
  const keyring = new KmsKeyringNode({ keyIds: [requiredVariable("KEY_ARN")] });
  const { plaintext, messageHeader } = await decrypt(
    keyring,
    Buffer.from(request.code ?? "", "base64"),
  );
  const pool = messageHeader.encryptionContext["userpool-id"];
  console.log(`${triggerSource} of ${pool}: ${plaintext.toString()}`);
}

const auth = new AuthLayer("auth", {
  signUp: "self-service",
  scopes: {},
  clients: { app: { kind: "native", callbackUrls: ["com.example.app:/callback"] } },
  triggers: { customEmailSender: sendMail },
  lifecycle: "ephemeral",
});

export const clientId = auth.clients.app.id;
