package io.facesweep.run;

/**
 * Says that the thread that runs stages was interrupted: what has not ended by then is nobody's
 * failure, and has no record.
 */
public final class StageInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StageInterruptedException(String when, InterruptedException cause) {
    super(when, cause);
  }
}
