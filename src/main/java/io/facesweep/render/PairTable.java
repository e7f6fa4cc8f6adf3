package io.facesweep.render;

import java.util.Arrays;

/** Numbers of pairs of pixels, by a key from 0: a hash table without objects. */
final class PairTable {
  private static final int FREE = -1;
  private static final int MULTIPLIER = 0x9E3779B9; // 2^32 by the golden ratio
  private static final int FIRST_SIZE = 1024;

  private int[] keys = free(FIRST_SIZE);
  private int[] values = new int[FIRST_SIZE];
  private int count;

  private static int[] free(int size) {
    int[] keys = new int[size];
    Arrays.fill(keys, FREE);
    return keys;
  }

  /** Returns the number of a key, and gives it this one if it has none. */
  int find(int key, int otherwise) {
    int at = place(key);
    if (keys[at] == key) {
      return values[at];
    }
    if (2 * ++count > keys.length) {
      grow();
      at = place(key);
    }
    keys[at] = key;
    values[at] = otherwise;
    return otherwise;
  }

  /** Where a key is, or would be. */
  private int place(int key) {
    int at = (key * MULTIPLIER) >>> Integer.numberOfLeadingZeros(keys.length - 1);
    while (keys[at] != FREE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldValues = values;
    keys = free(2 * oldKeys.length);
    values = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
