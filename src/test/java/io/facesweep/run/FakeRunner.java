package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.store.Measures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs nothing, notes how large batches are, and has what faults a test gives it. */
final class FakeRunner implements StageRunner {
  final List<Integer> sizes = new ArrayList<>();
  Consumer<StageBatch> fault = batch -> {};
  Consumer<StageBatch> refusal = batch -> {};
  Map<String, byte[]> files = Map.of(GeometryFile.NAME, GeometryFile.write(new float[] {1}));
  int room = Integer.MAX_VALUE;
  int rooms;
  int released;

  /** What comes of every stage; that of the files if null. */
  @Nullable StageOutcome outcome;

  /** How many stages get no outcome. */
  int forgets;

  @Override
  public Room room(StageBatch batch) {
    refusal.accept(batch);
    rooms++;
    return new Room(Math.min(room, batch.size()), () -> rooms--);
  }

  @Override
  public List<StageOutcome> run(StageBatch batch, BatchProgress progress) {
    assertThat(rooms).isEqualTo(1);
    sizes.add(batch.size());
    fault.accept(batch);
    StageOutcome done = new StageOutcome.Done(Measures.NONE, files, List.of());
    return Collections.nCopies(batch.size() - forgets, outcome == null ? done : outcome);
  }

  @Override
  public void releaseMemory() {
    released++;
  }

  @Override
  public Measures measure(Stage stage, StoredResult result, long nonFinite) {
    throw new AssertionError("it only computes");
  }

  @Override
  public Measures measure(Start start) {
    throw new AssertionError("it only computes");
  }

  @Override
  public void close() {}

  /** How many stages ran in vain, where all have ended. */
  int wasted(int stages) {
    return sizes.stream().mapToInt(size -> size).sum() - stages;
  }
}
