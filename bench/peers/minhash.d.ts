declare module 'minhash' {
  export class Minhash {
    update(shingle: string): void;
    jaccard(other: Minhash): number;
  }
  export class LshIndex {
    insert(key: string, signature: Minhash): void;
    query(signature: Minhash): string[];
  }
}
