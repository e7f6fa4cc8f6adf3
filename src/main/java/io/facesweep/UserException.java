package io.facesweep;

/**
 * A problem that the user can mend: a setting, a file, a missing device. Its message says what
 * cannot be done, why, and what to do next; it is shown without a stack trace. Anything else that
 * is thrown is a defect of FaceSweep.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
