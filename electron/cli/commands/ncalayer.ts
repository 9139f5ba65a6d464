import { createNationalClient, fileStorage } from '../../ncalayer/client.ts';
import { nationalSigner } from '../../ncalayer/signer.ts';
import { certificateWarnings, pemOrDer } from '../../signatures/certificate.ts';
import type { Signer } from '../../signatures/signer.ts';
import { CliError, readInput, type Io } from '../io.ts';

/**
 * Opens a key file in the national client, whose certificate must lead to an authority in one of the files. The client asks
 * its user for the key already now, to tell the certificate.
 */
export async function openNationalSigner(io: Io, trust: string[]): Promise<Signer> {
  if (trust.length === 0) throw new CliError('cli.wrong.missingMandatoryOptionValue', { name: '--trust' });
  const client = createNationalClient({
    authorities: () => trust.flatMap((file) => pemOrDer(readInput(file), 'CERTIFICATE')),
    newId: () => Buffer.from(io.randomBytes(12)).toString('hex'),
    port: io.nationalClientPort,
  });
  io.complain(io.t('ncalayer.waitingKey'));
  // Ctrl+C ends the command and the connection with it.
  const certificate = await client.certificate(fileStorage, new AbortController().signal);
  io.complain(io.t('ncalayer.waitingSignature'));
  return nationalSigner(
    client,
    { kind: 'ncalayer', storage: fileStorage, key: { certificate: Buffer.from(certificate).toString('base64') } },
    { locale: () => io.t.locale, warnings: (own) => certificateWarnings(own, io.now()) },
  );
}
