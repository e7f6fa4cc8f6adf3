package io.facesweep.cli;

import io.facesweep.run.TrialRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how one trial comes along: a line that is rewritten on a terminal, now and then a line
 * elsewhere. The rate and the time left are those of the phase.
 */
final class ProgressLine implements TrialRun.Progress {
  /** Where the lines go. */
  enum Style {
    TERMINAL(100_000_000L),
    LOG(5_000_000_000L);

    private final long interval;

    Style(long interval) {
      this.interval = interval;
    }
  }

  private final PrintWriter out;
  private final Style style;
  private final LongSupplier nanoseconds;
  private @Nullable String phase;
  private long phaseStart;
  private long shown;
  private int width;

  /**
   * @param nanoseconds a clock
   */
  ProgressLine(PrintWriter out, Style style, LongSupplier nanoseconds) {
    this.out = out;
    this.style = style;
    this.nanoseconds = nanoseconds;
    this.phaseStart = nanoseconds.getAsLong();
  }

  @Override
  public void onStep(TrialRun.Step step) {
    long now = nanoseconds.getAsLong();
    if (!step.phase().equals(phase)) {
      phaseStart = phase == null ? phaseStart : shown;
      phase = step.phase();
      shown = phaseStart - style.interval;
    }
    boolean last = step.number() + 1 == step.count();
    if (last || now - shown >= style.interval) {
      shown = now;
      show(text(step, (now - phaseStart) * 1e-9));
      if (last) {
        end();
      }
    }
  }

  @Override
  public void onFound(int found, int stages, Path folder) {
    out.println("Found %d of %d stages in %s".formatted(found, stages, folder));
    out.flush();
  }

  @Override
  public void onMeasuring(Path folder) {
    end();
    out.println("Mesh and pictures are in %s; measuring ...".formatted(folder));
    out.flush();
  }

  @Override
  public void onProblem(String line) {
    end();
    out.println("Warning: " + line);
    out.flush();
  }

  /** Ends a line that is being rewritten. */
  void end() {
    if (style == Style.TERMINAL && width > 0) {
      out.println();
      out.flush();
      width = 0;
    }
  }

  private void show(String text) {
    if (style == Style.TERMINAL) {
      TerminalWriter.codes(out, "\r");
      out.print(text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      out.println(text);
    }
    out.flush();
  }

  private static String text(TrialRun.Step step, double seconds) {
    int done = step.number() + 1;
    double rate = done / Math.max(seconds, 1e-9);
    return String.format(
        Locale.ROOT,
        "%-8s %d/%d  %.3g it/s  ETA %s  t=%d  |grad| %.3g",
        step.phase(),
        done,
        step.count(),
        rate,
        duration((step.count() - done) / rate),
        step.timestep(),
        step.gradientNorm());
  }

  /** {@code 0:07}, {@code 12:40}, {@code 2:05:00}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }
}
