// Numbers and text as bits, six of them in a character that every store takes. Pure.

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ID_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789-";

export class BitWriter {
  constructor() {
    this._signs = [];
    this._value = 0;
    this._width = 0;
  }


  /** @param {number} value whole, below 2 to the power of `width` */
  put(value, width) {
    for (let bit = width - 1; bit >= 0; bit -= 1) {
      this._value = this._value * 2 + (Math.floor(value / 2 ** bit) % 2);
      this._width += 1;
      if (this._width === 6) this._flush();
    }
  }

  /** @returns {boolean} false where the text had to be cut to `most` bytes */
  putText(text, most, width) {
    const bytes = new TextEncoder().encode(text);
    let length = Math.min(bytes.length, most);
    while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) === 0x80) length -= 1; // no half characters
    this.put(length, width);
    for (const byte of bytes.subarray(0, length)) this.put(byte, 8);
    return length === bytes.length;
  }

  /** An id of the course: lower-case letters, digits, hyphens. */
  putId(id) {
    const signs = [...id].slice(0, 60);
    this.put(signs.length, 6);
    for (const sign of signs) this.put(Math.max(0, ID_SIGNS.indexOf(sign)), 6);
  }

  toString() {
    while (this._width) this.put(0, 1);
    return this._signs.join("");
  }

  _flush() {
    this._signs.push(SIGNS[this._value]);
    this._value = 0;
    this._width = 0;
  }
}

/** Reads what BitWriter wrote, in the same order. Past the end, or at a foreign sign, it throws a RangeError. */
export class BitReader {
  constructor(text) {
    this._at = 0;
    this._text = text;
  }

  take(width) {
    let value = 0;
    for (let bit = 0; bit < width; bit += 1) {
      const sign = SIGNS.indexOf(this._text[Math.floor(this._at / 6)] ?? " ");
      if (sign < 0) throw new RangeError("end of bits");
      value = value * 2 + ((sign >> (5 - (this._at % 6))) & 1);
      this._at += 1;
    }
    return value;
  }

  takeText(width) {
    const bytes = Uint8Array.from({ length: this.take(width) }, () => this.take(8));
    return new TextDecoder().decode(bytes);
  }

  takeId() {
    return Array.from({ length: this.take(6) }, () => ID_SIGNS[this.take(6)] ?? "").join("");
  }
}

/** Bits needed for numbers from 0 to `most`. */
export function widthOf(most) {
  return Math.max(1, 32 - Math.clz32(most));
}

/** A number that stands for a text (FNV-1a, 32 bits). */
export function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  // FNV's high bits are even, its low ones less so.
  return (hash ^ (hash >>> 15)) >>> 0;
}
