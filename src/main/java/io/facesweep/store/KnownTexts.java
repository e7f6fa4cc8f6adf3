package io.facesweep.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps one of equal texts: names of metrics, hosts and the like, which very many records repeat.
 */
final class KnownTexts {
  /** Then the rest is taken as it is. */
  private static final int MAX_KNOWN = 10_000;

  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private KnownTexts() {}

  /** Returns a text that is equal to this one. */
  static String one(String text) {
    String known = KNOWN.get(text);
    if (known != null) {
      return known;
    }
    if (KNOWN.size() < MAX_KNOWN) {
      KNOWN.put(text, text);
    }
    return text;
  }
}
