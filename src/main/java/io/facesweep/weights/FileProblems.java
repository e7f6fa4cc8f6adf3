package io.facesweep.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * Collected problems of one checkpoint, of which the first are kept in words and the rest counted,
 * so that a hostile file can fill neither the memory nor the screen.
 */
final class FileProblems {
  private static final int KEPT = 20;

  private final List<String> words = new ArrayList<>();
  private final int kept;
  private long count;

  FileProblems() {
    this(KEPT);
  }

  /**
   * @param kept how many are kept in words
   */
  FileProblems(int kept) {
    this.kept = kept;
  }

  void add(String problem) {
    count++;
    if (words.size() < kept) {
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
    return count > kept ? "%s%sand %d more".formatted(all, separator, count - kept) : all;
  }
}
