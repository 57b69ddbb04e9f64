/** Many ids in little room: one bit for each that could be, an eighth of a megabyte for a million. */
export class IdSet {
  private bits = new Uint8Array(1024);

  add(id: number): void {
    const at = Math.floor(id / 8);
    if (at >= this.bits.length) {
      const wider = new Uint8Array(Math.max(at + 1, this.bits.length * 2));
      wider.set(this.bits);
      this.bits = wider;
    }
    this.bits[at] = (this.bits[at] as number) | (1 << (id % 8));
  }

  has(id: number): boolean {
    return ((this.bits[Math.floor(id / 8)] ?? 0) & (1 << (id % 8))) !== 0;
  }
}
