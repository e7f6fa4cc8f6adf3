package io.facesweep.store;

import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the records of many stages, several at once: one listing, then only what is there. */
public final class StageScan {
  private static final int LOCAL_READERS = 4;
  private static final int REMOTE_READERS = 64;

  /** How many results wait at most: those with step curves are large. */
  private static final int AHEAD = 64;

  private final StageStore store;

  public StageScan(StageStore store) {
    this.store = store;
  }

  /**
   * Reads the records of those stages that have one, in the order given.
   *
   * @param records gets each record to rely on, on the calling thread
   * @param problems gets a line for each record that is not
   */
  public void read(
      StageKind kind,
      Collection<String> ids,
      Consumer<StageRecord> records,
      Consumer<String> problems) {
    each(
        kind,
        ids,
        id -> store.lookup(kind, id),
        lookup -> {
          if (lookup instanceof StageLookup.Found found) {
            records.accept(found.record());
          } else if (lookup instanceof StageLookup.Untrusted untrusted) {
            problems.accept(untrusted.message());
          }
        });
  }

  /**
   * Finds out how the stages have ended, which takes a fraction of the time of {@link #read}.
   *
   * @param ends gets id and status of each stage with a record to rely on, on the calling thread
   * @param problems gets a line for each record that is not
   */
  public void statuses(
      StageKind kind,
      Collection<String> ids,
      BiConsumer<String, StageStatus> ends,
      Consumer<String> problems) {
    each(
        kind,
        ids,
        id -> store.statusOf(kind, id),
        end -> {
          if (end.status() != null) {
            ends.accept(end.id(), end.status());
          } else if (end.problem() != null) {
            problems.accept(end.problem());
          }
        });
  }

  /**
   * Copies those stages that are done into another output.
   *
   * @param copied gets the id of each that is done there now, on the calling thread
   * @param problems gets a line for each that could not be used
   */
  public void copyDone(
      StageStore to,
      StageKind kind,
      Collection<String> ids,
      Consumer<String> copied,
      Consumer<String> problems) {
    each(
        kind,
        ids,
        id -> copyDone(to, kind, id),
        copy -> {
          if (copy.problem() != null) {
            problems.accept(copy.problem());
          } else if (copy.isDone()) {
            copied.accept(copy.id());
          }
        });
  }

  /** What became of a copy: done, or a problem, or nothing that could be copied. */
  private record Copy(String id, boolean isDone, @Nullable String problem) {}

  private Copy copyDone(StageStore to, StageKind kind, String id) {
    StageLookup lookup = store.lookup(kind, id);
    if (lookup instanceof StageLookup.Untrusted untrusted) {
      return new Copy(id, false, untrusted.message());
    }
    if (!(lookup instanceof StageLookup.Found found)
        || found.record().status() != StageStatus.DONE) {
      return new Copy(id, false, null);
    }
    try {
      to.adopt(store, found.record());
      return new Copy(id, true, null);
    } catch (UserException e) {
      return new Copy(id, false, e.getMessage() + "; the stage is not reused");
    }
  }

  /**
   * Does something for each of those stages that have a record.
   *
   * @param task on threads of its own, for several stages at once
   * @param results gets what it returns, on the calling thread, in the order given
   */
  public <T> void each(
      StageKind kind, Collection<String> ids, Function<String, T> task, Consumer<T> results) {
    RecordedStages recorded = store.recorded(kind);
    all(ids.stream().filter(recorded::contains).toList(), task, results);
  }

  /**
   * Does something for each id, for several at once.
   *
   * @param task on threads of its own
   * @param results gets what it returns, on the calling thread, in the order given
   */
  public <T> void all(Collection<String> ids, Function<String, T> task, Consumer<T> results) {
    int readers = store.storage().isLocal() ? LOCAL_READERS : REMOTE_READERS;
    ExecutorService threads = Executors.newFixedThreadPool(readers, StageScan::daemon);
    try {
      Deque<Future<T>> ahead = new ArrayDeque<>();
      for (String id : ids) {
        ahead.add(threads.submit(() -> task.apply(id)));
        if (ahead.size() >= AHEAD) {
          results.accept(get(ahead.remove()));
        }
      }
      while (!ahead.isEmpty()) {
        results.accept(get(ahead.remove()));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T get(Future<T> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot read records: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Cannot read records", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "record-reader");
    thread.setDaemon(true);
    return thread;
  }
}
