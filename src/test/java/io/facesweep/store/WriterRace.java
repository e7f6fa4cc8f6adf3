package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.plan.StageKind;
import io.facesweep.tables.SampleSweep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writers of one stage that commit at the same moment. */
final class WriterRace {
  private WriterRace() {}

  /** Lets them run; exactly one must win, and all that its record refers to must be there. */
  static void assertOneWins(StageStore store, StageKind kind, String id, int writers)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<CommitResult>> results = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      byte[] content = ("writer " + i).getBytes(StandardCharsets.UTF_8);
      results.add(
          threads.submit(
              () -> {
                String attempt = StageStore.newAttempt();
                List<AssetRecord> assets =
                    store.writeAssets(kind, id, attempt, Map.of("head.glb", content));
                StageRecord record =
                    SampleSweep.record(kind, id, StageStatus.DONE, Map.of(), assets, null);
                start.await();
                return store.commit(record, attempt);
              }));
    }
    List<CommitResult> ends = new ArrayList<>();
    for (Future<CommitResult> result : results) {
      ends.add(result.get());
    }
    threads.shutdownNow();
    assertThat(ends).containsOnlyOnce(CommitResult.WON);
    StageRecord winner = store.read(kind, id).orElseThrow();
    assertThat(store.missingAssets(winner)).isEmpty();
    assertThat(store.readAsset(winner, winner.assets().get(0))).asString().startsWith("writer ");
  }
}
