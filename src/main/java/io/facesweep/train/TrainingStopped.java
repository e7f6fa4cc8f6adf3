package io.facesweep.train;

/** Training was asked to end and has, after a checkpoint. */
public final class TrainingStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingStopped(String stage, long step) {
    super("stopped in stage %s after step %d; the same command goes on".formatted(stage, step));
  }
}
