package io.facesweep.store;

import com.google.gson.stream.JsonWriter;
import io.facesweep.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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

  /** More than most records have. */
  private static final int SIZE = 16 << 10;

  private SealedJson() {}

  /** Writes the fields of an object, one at least. */
  @FunctionalInterface
  interface Fields {
    void write(JsonWriter json) throws IOException;
  }

  /** Writes an object. */
  static String write(Fields fields) {
    StringWriter text = new StringWriter(SIZE);
    try (JsonWriter json = Json.prettyWriter(text)) {
      json.beginObject();
      fields.write(json);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringBuffer whole = text.getBuffer();
    String body =
        whole.substring(0, whole.length() - END.length() + 1); // the last break is missing
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
