package io.facesweep.store;

import io.facesweep.plan.StageKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Reads the records of many stages, several at once: one listing, then only what is there. */
public final class StageScan {
  private static final int READERS = 16;
  private static final int CHUNK = 256;

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
    RecordedStages recorded = store.recorded(kind);
    List<String> there = ids.stream().filter(recorded::contains).toList();
    ExecutorService readers = Executors.newFixedThreadPool(READERS, StageScan::daemon);
    try {
      for (int from = 0; from < there.size(); from += CHUNK) {
        List<Future<StageLookup>> chunk = new ArrayList<>();
        for (String id : there.subList(from, Math.min(from + CHUNK, there.size()))) {
          chunk.add(readers.submit(() -> store.lookup(kind, id)));
        }
        for (Future<StageLookup> lookup : chunk) {
          deliver(get(lookup), records, problems);
        }
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private static void deliver(
      StageLookup lookup, Consumer<StageRecord> records, Consumer<String> problems) {
    if (lookup instanceof StageLookup.Found found) {
      records.accept(found.record());
    } else if (lookup instanceof StageLookup.Untrusted untrusted) {
      problems.accept(untrusted.message());
    }
  }

  private static StageLookup get(Future<StageLookup> lookup) {
    try {
      return lookup.get();
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
