package io.facesweep;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that others made. A reader refuses with a {@link UserException} what it knows to be
 * wrong; whatever else it or a library of its throws at such a file is the file's fault too, and
 * becomes a refusal that names the file and keeps the cause.
 */
public final class ForeignFile {
  private static final int MAX_MESSAGE = 4000;

  private ForeignFile() {}

  /**
   * Runs a reader.
   *
   * @param what the kind of thing and its name, such as "face model x.npz"
   * @param reader its refusals pass as they are
   * @throws UserException "Cannot open WHAT: it is damaged, ..." for anything that the reader did
   *     not expect, memory and stack that run out included
   */
  public static <T> T open(String what, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (UserException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw damaged(what, e);
    }
  }

  /** The refusal of a file at which a reader failed in a way that it did not expect. */
  public static UserException damaged(String what, Throwable cause) {
    return refusal(
        what,
        "it is damaged, or asks for more memory than there is (%s)"
            .formatted(ForeignText.quoted(cause.toString())),
        cause);
  }

  /** The refusal of a file for a reason, whose length is bounded. */
  public static UserException refusal(String what, @Nullable String reason, Throwable cause) {
    String message = "Cannot open %s: %s".formatted(what, reason);
    return new UserException(ForeignText.bounded(message, MAX_MESSAGE), cause);
  }
}
