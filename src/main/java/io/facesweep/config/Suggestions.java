package io.facesweep.config;

import java.util.Collection;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be, by Levenshtein distance. */
final class Suggestions {
  private static final int MAX_LENGTH = 200;

  private Suggestions() {}

  /** The nearest candidate, unless half of the word or more would have to change. */
  static Optional<String> nearest(String word, Collection<String> candidates) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(word, candidate);
      if (distance < least && 2 * distance < Math.max(word.length(), candidate.length())) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The nearest dotted path; one whose last segment alone is near counts too, one edit farther. */
  static Optional<String> nearestPath(String path, Collection<String> candidates) {
    String last = lastSegment(path);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int whole = distance(path, candidate);
      int tail = distance(last, lastSegment(candidate));
      boolean tailNear = 2 * tail < last.length();
      int distance = tailNear ? Math.min(whole, tail + 1) : whole;
      boolean near = tailNear || 2 * whole < path.length();
      if (near && distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String lastSegment(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /**
   * Insertions, deletions and replacements that turn one word into the other; very long words are
   * cut.
   */
  static int distance(String from, String to) {
    String a = from.length() > MAX_LENGTH ? from.substring(0, MAX_LENGTH) : from;
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }
}
