package io.facesweep.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * Collected problems of one file, of which the first 200 are kept in words, so that a hostile file
 * cannot fill the memory.
 */
final class Problems {
  private static final int KEPT = 200;

  private final List<String> words = new ArrayList<>();
  private long count;

  void add(String problem) {
    count++;
    if (words.size() < KEPT) {
      words.add(problem);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  long count() {
    return count;
  }

  String joined(String separator) {
    String all = String.join(separator, words);
    return count > KEPT ? "%s%sand %d more".formatted(all, separator, count - KEPT) : all;
  }
}
