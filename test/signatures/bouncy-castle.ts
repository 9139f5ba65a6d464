import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gostPublicOf, toLittleEndian } from '../../electron/signatures/gost.ts';
import type { GostPair } from './gost-container.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * What BouncyCastle says of signatures in the form of Kazakhstan. It is spoken to through Rhino, because that needs no
 * Java compiler. Coordinates, numbers and digest come with the least significant byte first.
 */
const script = `
var bc = Packages.org.bouncycastle;
var bytes = function (text) { return bc.util.encoders.Hex.decode(text); };
var number = function (text) { return new java.math.BigInteger(1, bc.util.Arrays.reverse(bytes(text))); };
var set = bc.asn1.rosstandart.RosstandartObjectIdentifiers.id_tc26_gost_3410_12_512_paramSetA;
var curve = bc.asn1.cryptopro.ECGOST3410NamedCurves.getByOIDX9(set);
var domain = new bc.crypto.params.ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
JSON.parse(readFile('bouncy.json')).forEach(function (given) {
  var point = curve.getCurve().createPoint(number(given.x), number(given.y));
  var digest = new bc.crypto.digests.GOST3411_2012_512Digest();
  var data = bytes(given.data);
  digest.update(data, 0, data.length);
  var hash = bytes(given.empty);
  digest.doFinal(hash, 0);
  var signer = new bc.crypto.signers.ECGOST3410_2012Signer();
  signer.init(false, new bc.crypto.params.ECPublicKeyParameters(point, domain));
  print(bc.util.encoders.Hex.toHexString(hash) + ' ' + signer.verifySignature(hash, number(given.r), number(given.s)));
});
`;

/** For each question the digest of the data and whether the signature is over it, in the order asked. */
export function askBouncyCastle(
  folder: string,
  questions: readonly { pair: GostPair; data: Uint8Array; signature: Uint8Array }[],
): { digest: string; verified: boolean }[] {
  const given = questions.map(({ pair, data, signature }) => {
    const point = gostPublicOf(pair.privateKey)?.toAffine();
    if (!point) throw new Error('No key');
    return {
      x: hex(toLittleEndian(point.x)),
      y: hex(toLittleEndian(point.y)),
      data: hex(data),
      empty: hex(new Uint8Array(64)),
      r: hex(signature.subarray(0, 64)),
      s: hex(signature.subarray(64)),
    };
  });
  writeFileSync(join(folder, 'bouncy.json'), JSON.stringify(given));
  writeFileSync(join(folder, 'bouncy.js'), script);
  const jars = '/usr/share/java/js.jar:/usr/share/java/bcprov.jar';
  const command = ['-cp', jars, 'org.mozilla.javascript.tools.shell.Main', 'bouncy.js'];
  const lines = execFileSync('java', command, { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  if (lines.length !== questions.length) throw new Error(`BouncyCastle answered ${lines.join(' ')}`);
  return lines.map((line) => ({ digest: line.split(' ')[0] ?? '', verified: line.endsWith(' true') }));
}
