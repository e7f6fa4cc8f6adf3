package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.plan.Stage;
import io.facesweep.plan.Start;
import io.facesweep.store.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs nothing, notes how large batches are, and has what faults a test gives it. */
final class FakeRunner implements StageRunner {
  final List<Integer> sizes = new ArrayList<>();
  Consumer<StageBatch> fault = batch -> {};
  Consumer<StageBatch> refusal = batch -> {};
  Map<String, byte[]> files = Map.of(GeometryFile.NAME, GeometryFile.write(new float[] {1}));
  int room = Integer.MAX_VALUE;

  /** How many batches have memory at once, and how many of them have done their steps. */
  int rooms;

  int stepped;
  int maxRooms = 1;
  int released;

  /** What comes of every stage; that of the files if null. */
  @Nullable StageOutcome outcome;

  /** How many stages get no outcome. */
  int forgets;

  /** What finishes a stage that comes to an outcome. */
  BiFunction<Stage, StageOutcome, SteppedStage> finishing =
      (stage, outcome) -> SteppedStage.ended(outcome);

  @Override
  public Room room(StageBatch batch) {
    refusal.accept(batch);
    take();
    AtomicBoolean hasStepped = new AtomicBoolean();
    return new Room(
        Math.min(room, batch.size()),
        () -> {
          hasStepped.set(true);
          step();
        },
        () -> giveBack(hasStepped.get()));
  }

  private synchronized void take() {
    rooms++;
  }

  private synchronized void step() {
    stepped++;
  }

  private synchronized void giveBack(boolean hasStepped) {
    rooms--;
    stepped -= hasStepped ? 1 : 0;
  }

  @Override
  public List<SteppedStage> run(StageBatch batch, BatchProgress progress) {
    assertThat(rooms).isBetween(1, maxRooms);
    sizes.add(batch.size());
    fault.accept(batch);
    StageOutcome done = new StageOutcome.Done(Measures.NONE, files, List.of());
    StageOutcome all = outcome == null ? done : outcome;
    return batch.stages().stream()
        .limit(batch.size() - forgets)
        .map(stage -> finishing.apply(stage, all))
        .toList();
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
