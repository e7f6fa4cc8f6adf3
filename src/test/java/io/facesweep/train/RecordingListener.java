package io.facesweep.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers what it hears, and asks for an end at a step of a stage. */
public final class RecordingListener implements TrainingListener {
  public final List<String> messages = new ArrayList<>();
  public final List<String> progress = new ArrayList<>();
  private final String stopStage;
  private final long stopStep;
  private boolean stop;

  public RecordingListener() {
    this("", 0);
  }

  /** Asks for an end once a step of a stage has been reported. */
  public RecordingListener(String stopStage, long stopStep) {
    this.stopStage = stopStage;
    this.stopStep = stopStep;
  }

  @Override
  public void started(String stage, long done, long steps) {
    messages.add("%s from %d to %d".formatted(stage, done, steps));
  }

  @Override
  public void progress(
      String stage, long step, long steps, double loss, double learningRate, Duration remaining) {
    progress.add("%s %d %s".formatted(stage, step, loss));
    stop |= stage.equals(stopStage) && step >= stopStep;
  }

  @Override
  public void validated(String stage, long step, Map<String, Double> figures) {
    messages.add("%s %d %s".formatted(stage, step, figures.keySet()));
  }

  @Override
  public void message(String text) {
    messages.add(text);
  }

  @Override
  public boolean stopRequested() {
    return stop;
  }
}
