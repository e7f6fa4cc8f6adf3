package io.facesweep.run;

/**
 * Says that what the store has of a geometry stage is damaged, and what to do about it. Those that
 * stand on it fail; nothing else does.
 */
public final class UnusableGeometryException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableGeometryException(String message) {
    super(message);
  }
}
