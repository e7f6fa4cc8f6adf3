package io.facesweep.store;

import com.google.gson.JsonObject;
import io.facesweep.Sha256;
import java.util.Optional;

/**
 * JSON whose last field is the SHA-256 of the text before it, so that a file that was cut short or
 * edited by hand shows.
 */
final class SealedJson {
  /** What ends a pretty object. */
  private static final String END = "\n}\n";

  private static final String TAIL = ",\n  \"sha256\": \"";
  private static final String TAIL_END = "\"" + END;
  private static final int DIGITS = 64;

  private SealedJson() {}

  /** Writes an object that has fields. */
  static String write(JsonObject json) {
    String text = Json.pretty(json);
    String body = text.substring(0, text.length() - END.length());
    return body + TAIL + Sha256.of(body) + TAIL_END;
  }

  /** Returns what the checksum is of; empty where it differs. */
  static Optional<String> body(String text) {
    String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    int tail = unix.length() - TAIL.length() - DIGITS - TAIL_END.length();
    if (tail > 0 && unix.startsWith(TAIL, tail) && unix.endsWith(TAIL_END)) {
      String body = unix.substring(0, tail);
      if (unix.startsWith(Sha256.of(body), tail + TAIL.length())) {
        return Optional.of(body);
      }
    }
    return Optional.empty();
  }
}
