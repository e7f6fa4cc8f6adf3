package io.facesweep.spark;

/**
 * Says that what the store has of a geometry stage is damaged, and what to do about it. Those that
 * stand on it fail; nothing else does.
 */
final class UnusableGeometryException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableGeometryException(String message) {
    super(message);
  }
}
