/**
 * Streebog (GOST R 34.11-2012, RFC 6986; in Kazakhstan the digest of GOST 34.310-2015). The 512-bit state is held as
 * sixteen 32-bit words, least significant first, and one round is a lookup in tables that join substitution,
 * transposition and the linear step; BigInt would be some hundred times slower.
 */

/** The substitution of RFC 6986 section 6.2. */
const substitution = [
  252, 238, 221, 17, 207, 110, 49, 22, 251, 196, 250, 218, 35, 197, 4, 77, 233, 119, 240, 219, 147, 46, 153, 186, 23,
  54, 241, 187, 20, 205, 95, 193, 249, 24, 101, 90, 226, 92, 239, 33, 129, 28, 60, 66, 139, 1, 142, 79, 5, 132, 2, 174,
  227, 106, 143, 160, 6, 11, 237, 152, 127, 212, 211, 31, 235, 52, 44, 81, 234, 200, 72, 171, 242, 42, 104, 162, 253,
  58, 206, 204, 181, 112, 14, 86, 8, 12, 118, 18, 191, 114, 19, 71, 156, 183, 93, 135, 21, 161, 150, 41, 16, 123, 154,
  199, 243, 145, 120, 111, 157, 158, 178, 177, 50, 117, 25, 61, 255, 53, 138, 126, 109, 84, 198, 128, 195, 189, 13, 87,
  223, 245, 36, 169, 62, 168, 67, 201, 215, 121, 214, 246, 124, 34, 185, 3, 224, 15, 236, 222, 122, 148, 176, 188, 220,
  232, 40, 80, 78, 51, 10, 74, 167, 151, 96, 115, 30, 0, 98, 68, 26, 184, 56, 130, 100, 159, 38, 65, 173, 69, 70, 146,
  39, 94, 85, 47, 140, 163, 165, 125, 105, 213, 149, 59, 7, 88, 179, 64, 134, 172, 29, 247, 48, 55, 107, 228, 136, 217,
  231, 137, 225, 27, 131, 73, 76, 63, 248, 254, 141, 83, 170, 144, 202, 216, 133, 97, 32, 113, 103, 164, 45, 43, 9, 91,
  203, 155, 37, 208, 190, 229, 108, 82, 89, 166, 116, 210, 230, 244, 180, 192, 209, 102, 175, 194, 57, 75, 99, 182,
];

/** Rows of the linear transformation of RFC 6986 section 6.4, the row of the most significant bit first. */
const rows =
  '8e20faa72ba0b47047107ddd9b505a38ad08b0e0c3282d1cd8045870ef14980e6c022c38f90a4c073601161cf205268d1b8e0b0e798c13c8' +
  '83478b07b2468764a011d380818e8f405086e740ce47c9202843fd2067adea1014aff010bdd875080ad97808d06cb40405e23c0468365a02' +
  '8c711e02341b2d0146b60f011a83988e90dab52a387ae76f486dd4151c3dfdb924b86a840e90f0d2125c354207487869092e94218d243cba' +
  '8a174a9ec8121e5d4585254f64090fa0accc9ca9328a89509d4df05d5f661451c0a878a0a1330aa660543c50de970553302a1e286fc58ca7' +
  '18150f14b9ec46dd0c84890ad27623e00642ca05693b9f700321658cba93c13886275df09ce8aaa8439da0784e745554afc0503c273aa42a' +
  'd960281e9d1d5215e230140fc080298471180a8960409a42b60c05ca30204d215b068c651810a89e456c34887a3805b9ac361a443d1c8cd2' +
  '561b0d22900e46692b838811480723ba9bcf4486248d9f5dc3e9224312c8c1a0effa11af0964ee50f97d86d98a327728e4fa2054a80b329c' +
  '727d102a548b194e39b008152acb82279258048415eb419d492c024284fbaec0aa16012142f35760550b8e9e21f7a530a48b474f9ef5dc18' +
  '70a6a56e2440598e3853dc371220a2471ca76e95091051ad0edd37c48a08a6d807e095624504536c8d70c431ac02a736c83862965601dd1b' +
  '641c314b2b8ee083';

/** Constants of the rounds of the key schedule, RFC 6986 section 6.5, most significant byte first. */
const roundConstants = [
  'b1085bda1ecadae9ebcb2f81c0657c1f2f6a76432e45d016714eb88d7585c4fc4b7ce09192676901a2422a08a460d31505767436cc744d23dd806559f2a64507',
  '6fa3b58aa99d2f1a4fe39d460f70b5d7f3feea720a232b9861d55e0f16b501319ab5176b12d699585cb561c2db0aa7ca55dda21bd7cbcd56e679047021b19bb7',
  'f574dcac2bce2fc70a39fc286a3d843506f15e5f529c1f8bf2ea7514b1297b7bd3e20fe490359eb1c1c93a376062db09c2b6f443867adb31991e96f50aba0ab2',
  'ef1fdfb3e81566d2f948e1a05d71e4dd488e857e335c3c7d9d721cad685e353fa9d72c82ed03d675d8b71333935203be3453eaa193e837f1220cbebc84e3d12e',
  '4bea6bacad4747999a3f410c6ca923637f151c1f1686104a359e35d7800fffbdbfcd1747253af5a3dfff00b723271a167a56a27ea9ea63f5601758fd7c6cfe57',
  'ae4faeae1d3ad3d96fa4c33b7a3039c02d66c4f95142a46c187f9ab49af08ec6cffaa6b71c9ab7b40af21f66c2bec6b6bf71c57236904f35fa68407a46647d6e',
  'f4c70e16eeaac5ec51ac86febf240954399ec6c7e6bf87c9d3473e33197a93c90992abc52d822c3706476983284a05043517454ca23c4af38886564d3a14d493',
  '9b1f5b424d93c9a703e7aa020c6e41414eb7f8719c36de1e89b4443b4ddbc49af4892bcb929b069069d18d2bd1a5c42f36acc2355951a8d9a47f0dd4bf02e71e',
  '378f5a541631229b944c9ad8ec165fde3a7d3a1b258942243cd955b7e00d0984800a440bdbb2ceb17b2b8a9aa6079c540e38dc92cb1f2a607261445183235adb',
  'abbedea680056f52382ae548b2e4f3f38941e71cff8a78db1fffe18a1b3361039fe76702af69334b7a1e6c303b7652f43698fad1153bb6c374b4c7fb98459ced',
  '7bcd9ed0efc889fb3002c6cd635afe94d8fa6bbbebab076120018021148466798a1d71efea48b9caefbacd1d7d476e98dea2594ac06fd85d6bcaa4cd81f32d1b',
  '378ee767f11631bad21380b00449b17acda43c32bcdf1d77f82012d430219f9b5d80ef9d1891cc86e71da4aa88e12852faf417d5d9b21b9948bc924af11bd720',
];

const rounds = roundConstants.map((constant) => wordsOf(Buffer.from(constant, 'hex').reverse()));

/**
 * For the byte at each of the eight places of a 64-bit word the outcome of all three steps, as low and high half. The
 * transposition is in how the tables are looked up.
 */
const [low, high] = makeTables();

function makeTables(): [Int32Array, Int32Array] {
  const matrix = Buffer.from(rows, 'hex');
  const halves: [Int32Array, Int32Array] = [new Int32Array(2048), new Int32Array(2048)];
  for (let place = 0; place < 8; place++) {
    for (const [byte, image] of substitution.entries()) {
      let [lower, upper] = [0, 0];
      for (let bit = 0; bit < 8; bit++) {
        if (((image >> bit) & 1) === 0) continue;
        const row = (63 - place * 8 - bit) * 8;
        upper ^= matrix.readInt32BE(row);
        lower ^= matrix.readInt32BE(row + 4);
      }
      halves[0][place * 256 + byte] = lower;
      halves[1][place * 256 + byte] = upper;
    }
  }
  return halves;
}

/** Sixteen words of 64 bytes, the least significant byte first. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const words = new Int32Array(16);
  readWords(bytes, 0, words);
  return words;
}

function readWords(bytes: Uint8Array, offset: number, words: Int32Array): void {
  for (let index = 0, at = offset; index < 16; index++, at += 4) {
    words[index] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }
}

/** Substitution, transposition and linear step over `one ^ other`, into `out`, which is neither of the two. */
function step(one: Int32Array, other: Int32Array, out: Int32Array): void {
  for (let half = 0; half < 2; half++) {
    const a = one[half]! ^ other[half]!;
    const b = one[2 + half]! ^ other[2 + half]!;
    const c = one[4 + half]! ^ other[4 + half]!;
    const d = one[6 + half]! ^ other[6 + half]!;
    const e = one[8 + half]! ^ other[8 + half]!;
    const f = one[10 + half]! ^ other[10 + half]!;
    const g = one[12 + half]! ^ other[12 + half]!;
    const h = one[14 + half]! ^ other[14 + half]!;
    for (let quarter = 0; quarter < 4; quarter++) {
      const shift = quarter * 8;
      const i0 = (a >>> shift) & 255;
      const i1 = 256 + ((b >>> shift) & 255);
      const i2 = 512 + ((c >>> shift) & 255);
      const i3 = 768 + ((d >>> shift) & 255);
      const i4 = 1024 + ((e >>> shift) & 255);
      const i5 = 1280 + ((f >>> shift) & 255);
      const i6 = 1536 + ((g >>> shift) & 255);
      const i7 = 1792 + ((h >>> shift) & 255);
      const at = half * 8 + quarter * 2;
      out[at] = low[i0]! ^ low[i1]! ^ low[i2]! ^ low[i3]! ^ low[i4]! ^ low[i5]! ^ low[i6]! ^ low[i7]!;
      out[at + 1] = high[i0]! ^ high[i1]! ^ high[i2]! ^ high[i3]! ^ high[i4]! ^ high[i5]! ^ high[i6]! ^ high[i7]!;
    }
  }
}

/** `sum += value`, both 512 bits. */
function add(sum: Int32Array, value: Int32Array): void {
  let carry = 0;
  for (let index = 0; index < 16; index++) {
    const total = (sum[index]! >>> 0) + (value[index]! >>> 0) + carry;
    sum[index] = total;
    carry = total > 0xffffffff ? 1 : 0;
  }
}

const zero = new Int32Array(16);
const blockSize = 64;

/** Streebog over bytes that come in pieces. Use once: `update` any number of times, then `digest`. */
export class Streebog {
  readonly #size: 32 | 64;
  readonly #state = new Int32Array(16);
  readonly #length = new Int32Array(16);
  readonly #sum = new Int32Array(16);
  readonly #block = new Int32Array(16);
  readonly #pending = new Uint8Array(blockSize);
  #filled = 0;
  // Space of the compression, kept so that no block allocates any.
  #key = new Int32Array(16);
  #nextKey = new Int32Array(16);
  #data = new Int32Array(16);
  #nextData = new Int32Array(16);

  /** With a digest of 64 bytes (Streebog-512) or 32 (Streebog-256). */
  constructor(size: 32 | 64 = 64) {
    this.#size = size;
    if (size === 32) this.#state.fill(0x01010101);
  }

  update(bytes: Uint8Array): this {
    let at = 0;
    if (this.#filled > 0) {
      at = Math.min(blockSize - this.#filled, bytes.length);
      this.#pending.set(bytes.subarray(0, at), this.#filled);
      this.#filled += at;
      if (this.#filled < blockSize) return this;
      this.#take(this.#pending, 0, blockSize);
      this.#filled = 0;
    }
    for (; at + blockSize <= bytes.length; at += blockSize) this.#take(bytes, at, blockSize);
    this.#pending.set(bytes.subarray(at));
    this.#filled = bytes.length - at;
    return this;
  }

  /** The digest in the order of bytes in which CMS and certificates carry it. */
  digest(): Uint8Array {
    const filled = this.#filled;
    this.#pending.fill(0, filled);
    this.#pending[filled] = 1;
    this.#take(this.#pending, 0, filled);
    this.#compress(zero, this.#length);
    this.#compress(zero, this.#sum);
    const bytes = new Uint8Array(blockSize);
    const view = new DataView(bytes.buffer);
    for (const [index, word] of this.#state.entries()) view.setInt32(index * 4, word, true);
    return bytes.slice(blockSize - this.#size);
  }

  /** Takes a block in of which `length` bytes are message. */
  #take(bytes: Uint8Array, offset: number, length: number): void {
    readWords(bytes, offset, this.#block);
    this.#compress(this.#length, this.#block);
    const bits = new Int32Array(16);
    bits[0] = length * 8;
    add(this.#length, bits);
    add(this.#sum, this.#block);
  }

  /** The compression function of RFC 6986 section 8, into the state. */
  #compress(count: Int32Array, message: Int32Array): void {
    const state = this.#state;
    let [key, nextKey, data, nextData] = [this.#key, this.#nextKey, this.#data, this.#nextData];
    step(state, count, key);
    data.set(message);
    for (const constant of rounds) {
      step(data, key, nextData);
      [data, nextData] = [nextData, data];
      step(key, constant, nextKey);
      [key, nextKey] = [nextKey, key];
    }
    for (let index = 0; index < 16; index++)
      state[index] = state[index]! ^ data[index]! ^ key[index]! ^ message[index]!;
  }
}

/** Streebog over several pieces one after the other, 64 bytes long. */
export function streebog512(...parts: Uint8Array[]): Uint8Array {
  const hash = new Streebog();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
