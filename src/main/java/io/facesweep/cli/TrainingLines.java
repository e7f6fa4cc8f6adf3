package io.facesweep.cli;

import io.facesweep.run.Interruption;
import io.facesweep.train.TrainingListener;
import io.facesweep.train.TrainingStopped;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Prints a line for every message of a training. */
final class TrainingLines implements TrainingListener {
  private final PrintWriter out;
  private BooleanSupplier stop = () -> false;

  private TrainingLines(PrintWriter out) {
    this.out = out;
  }

  /**
   * Runs a training to its end, or until Ctrl-C or a terminate signal and the checkpoint after it.
   *
   * @return the exit code
   */
  static int run(PrintWriter out, Consumer<TrainingListener> training) {
    TrainingLines lines = new TrainingLines(out);
    try (Interruption interruption =
        Interruption.onSignal(() -> lines.message("stopping after the next checkpoint"))) {
      lines.stop = interruption::isRequested;
      training.accept(lines);
      return FaceSweep.OK;
    } catch (TrainingStopped e) {
      lines.message(String.valueOf(e.getMessage()));
      return FaceSweep.INTERRUPTED;
    }
  }

  @Override
  public void started(String stage, long done, long steps) {
    message(
        done == 0
            ? "%s: %d steps".formatted(stage, steps)
            : "%s: goes on after step %d of %d".formatted(stage, done, steps));
  }

  @Override
  public void progress(
      String stage, long step, long steps, double loss, double learningRate, Duration remaining) {
    message(
        String.format(
            Locale.ROOT,
            "%s: step %d of %d, loss %.4f, rate %.2g, %s left",
            stage,
            step,
            steps,
            loss,
            learningRate,
            text(remaining)));
  }

  @Override
  public void validated(String stage, long step, Map<String, Double> figures) {
    StringBuilder line = new StringBuilder("%s: step %d".formatted(stage, step));
    new TreeMap<>(figures)
        .forEach(
            (name, value) -> line.append(String.format(Locale.ROOT, ", %s %.4f", name, value)));
    message(line.toString());
  }

  @Override
  public synchronized void message(String text) {
    out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + text);
    out.flush();
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  private static String text(Duration time) {
    return time.toHours() > 0
        ? "%d h %02d min".formatted(time.toHours(), time.toMinutesPart())
        : "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
