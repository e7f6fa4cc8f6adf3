package io.facesweep.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.facesweep.ForeignText;
import io.facesweep.UserException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Strict JSON from bytes: UTF-8, no extensions, exactly one document; every fault becomes a {@link
 * UserException}.
 */
final class JsonReading {
  /** Deeper nesting than this is refused; real configurations stay below 6. */
  static final int DEEPEST = 64;

  private JsonReading() {}

  /** Reads one value and leaves the reader behind it. */
  @FunctionalInterface
  interface Visitor<T> {
    T read(JsonReader reader) throws IOException;
  }

  /**
   * @param what the file, and the part of it, as an error message names them
   * @throws UserException when the bytes are not one JSON document, or the visitor met a type it
   *     did not expect
   */
  static <T> T parse(byte[] bytes, String what, Visitor<T> visitor) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try (JsonReader reader =
        new JsonReader(new InputStreamReader(new ByteArrayInputStream(bytes), decoder))) {
      reader.setStrictness(Strictness.STRICT);
      T value = visitor.read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new UserException("Cannot read %s: text follows the JSON document".formatted(what));
      }
      return value;
    } catch (CharacterCodingException e) {
      throw new UserException("Cannot read %s: not UTF-8 text".formatted(what), e);
    } catch (EOFException e) {
      throw new UserException("Cannot read %s: the JSON ends too early".formatted(what), e);
    } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
      throw new UserException(
          "Cannot read %s: not valid JSON: %s".formatted(what, firstLine(e)), e);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(what, firstLine(e)), e);
    }
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return quoted(end < 0 ? message : message.substring(0, end));
  }

  /**
   * Returns at most 120 characters of a text from a file, control characters made harmless, for an
   * error message.
   */
  static String quoted(String text) {
    return ForeignText.quoted(text);
  }
}
