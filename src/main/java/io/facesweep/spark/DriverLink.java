package io.facesweep.spark;

import io.facesweep.run.BatchProgress;
import io.facesweep.run.BatchReporter;
import io.facesweep.run.StageBatch;
import io.facesweep.store.StepRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from an executor to its driver. Without the plugin there is none, and messages are
 * dropped; so are those that do not arrive, for none of them matters to a result.
 */
final class DriverLink {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLink.class);
  private static final AtomicReference<@Nullable PluginContext> CONTEXT = new AtomicReference<>();

  private DriverLink() {}

  static void open(PluginContext context) {
    CONTEXT.set(context);
  }

  static void close() {
    CONTEXT.set(null);
  }

  /** Tells the driver something, and does not wait. */
  static void send(ExecutorMessage message) {
    PluginContext context = CONTEXT.get();
    if (context != null) {
      try {
        context.send(message);
      } catch (IOException e) {
        LOG.debug("Cannot tell the driver {}", message, e);
      }
    }
  }

  /** Tells the driver something and waits until it has heard it, for this process is to end. */
  static void tell(ExecutorMessage message) {
    PluginContext context = CONTEXT.get();
    if (context != null) {
      try {
        context.ask(message);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("Cannot tell the driver {}", message, e);
      }
    }
  }

  /**
   * Returns what speaks for the driver to the batch of a task.
   *
   * @param executor that has the task, and its host, for people
   * @param interval least nanoseconds between two messages of progress
   */
  static BatchReporter reporter(long task, String executor, long interval) {
    return new BatchReporter() {
      @Override
      public Set<String> begin(List<String> stages) {
        return DriverLink.begin(stages);
      }

      @Override
      public BatchProgress progress(StageBatch part) {
        return DriverLink.progress(task, executor, part, interval);
      }
    };
  }

  /** Says which stages begin; returns those that must not run. */
  private static Set<String> begin(List<String> stages) {
    PluginContext context = CONTEXT.get();
    Set<String> refused = new HashSet<>();
    if (context != null) {
      try {
        Object answer = context.ask(new ExecutorMessage.Begin(new ArrayList<>(stages)));
        ((List<?>) answer).forEach(id -> refused.add((String) id));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("Cannot ask the driver which stages may run; all do", e);
      }
    }
    return refused;
  }

  private static BatchProgress progress(
      long task, String executor, StageBatch batch, long interval) {
    List<String> ids = batch.stages().stream().map(stage -> stage.id()).toList();
    String what = batch.stages().get(0).promptText();
    return new BatchProgress() {
      private long sent = System.nanoTime() - interval;

      @Override
      public void onStep(StepRow step, int steps) {
        long now = System.nanoTime();
        if (now - sent >= interval) {
          sent = now;
          send(
              new ExecutorMessage.Step(
                  task,
                  executor,
                  ids,
                  what,
                  step.phase(),
                  step.step(),
                  steps,
                  step.gradientNorm()));
        }
      }
    };
  }
}
