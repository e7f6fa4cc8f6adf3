package io.facesweep.store;

import java.io.IOException;

/**
 * Says that there is something under a name which is no file to read: a pipe, a device, a flood.
 */
final class UnusableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason e.g. "it is no regular file"
   */
  UnusableFileException(String reason) {
    super(reason);
  }

  static UnusableFileException tooLarge(long most) {
    return new UnusableFileException("it is larger than %d bytes".formatted(most));
  }

  /** Why it cannot be used. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
