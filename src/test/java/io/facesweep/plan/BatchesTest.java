package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.settings.BatchKey;
import io.facesweep.settings.Dtype;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final SweepPlan PLAN =
      Plans.plan(
          """
sweep {
  prompts = [a, b, c, d, e]
  axes { geometry.steps = [10, 20], texture.depth-control = [true, false], guidance.scale = [1, 2] }
}
""");

  @Test
  void aBatchHasOneShapeAndEveryStageIsInOne() {
    Batches batches = Batches.of(PLAN, Set.of(), 4);
    assertThat(batches.geometry().stream().flatMap(b -> b.stages().stream()))
        .containsExactlyInAnyOrderElementsOf(PLAN.geometryStages());
    assertThat(batches.texture().stream().flatMap(b -> b.stages().stream()))
        .containsExactlyInAnyOrderElementsOf(PLAN.textureStages());
    for (Batch batch : batches.texture()) {
      assertThat(batch.kind()).isEqualTo(StageKind.TEXTURE);
      assertThat(batch.stages())
          .hasSizeLessThanOrEqualTo(4)
          .allMatch(stage -> stage.shape().equals(batch.shape()));
    }
  }

  @Test
  void batchesOfAShapeAreEven() {
    List<Batch> geometry = Batches.of(PLAN, Set.of(), 4).geometry();
    assertThat(geometry.stream().map(batch -> batch.stages().size()))
        .containsExactlyInAnyOrder(3, 3, 4, 3, 3, 4);
    assertThat(geometry.stream().map(Batch::index)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void textureBatchesWaitForFewGeometryBatchesAndTheFirstOnesFirst() {
    Batches batches = Batches.of(PLAN, Set.of(), 4);
    int previous = -1;
    for (Batch batch : batches.texture()) {
      Set<Integer> waitsFor =
          batches.geometry().stream()
              .filter(
                  g -> g.stages().stream().anyMatch(s -> batch.geometryStages().contains(s.id())))
              .map(Batch::index)
              .collect(Collectors.toSet());
      assertThat(waitsFor).hasSizeBetween(1, 2);
      int first = waitsFor.stream().min(Integer::compare).orElseThrow();
      assertThat(first).isGreaterThanOrEqualTo(previous);
      previous = first;
    }
  }

  @Test
  void whatIsFinishedIsLeftOut() {
    Set<String> finished = new HashSet<>(PLAN.geometryStages().stream().map(Stage::id).toList());
    finished.remove(PLAN.geometryStages().get(3).id());
    finished.add(PLAN.textureStages().get(0).id());
    Batches batches = Batches.of(PLAN, finished, 100);
    assertThat(batches.geometry()).hasSize(1);
    assertThat(batches.geometry().get(0).stages()).containsExactly(PLAN.geometryStages().get(3));
    assertThat(batches.texture().stream().mapToInt(b -> b.stages().size()).sum())
        .isEqualTo(PLAN.textureStages().size() - 1);
    assertThat(batches.texture()).hasSize(2);
  }

  @Test
  void ratesAndWeightsDoNotPartBatches() {
    SweepPlan plan =
        Plans.plan(
            "sweep.axes { texture.optimizer.learning-rate = [0.1, 0.2], guidance.scale = [1, 2],"
                + " texture.prior-weight = [1, 2] }, trial.texture.prior = canny");
    assertThat(Batches.of(plan, Set.of(), 100).texture()).hasSize(1);
    SweepPlan other =
        Plans.plan(
            "sweep.axes { texture.optimizer.kind = [adam, adan], texture.steps = [300, 400] }");
    assertThat(Batches.of(other, Set.of(), 100).texture()).hasSize(4);
  }

  @Test
  void aBatchHasOneSetOfModelsAndThoseOfASetFollowEachOther() {
    SweepPlan plan =
        Plans.plan(
            "sweep { seeds = [1, 2, 3], axes { models.dtype = [float32, float16], texture.steps ="
                + " [300, 400] } }");
    Batches batches = Batches.of(plan, Set.of(), 2);
    for (List<Batch> kind : List.of(batches.geometry(), batches.texture())) {
      assertThat(kind)
          .allMatch(b -> b.stages().stream().allMatch(s -> s.models().equals(b.models())));
      List<Dtype> types = kind.stream().map(b -> b.models().dtype()).toList();
      assertThat(types).isSorted().contains(Dtype.FLOAT32, Dtype.FLOAT16);
      assertThat(kind.stream().map(Batch::index))
          .containsExactlyElementsOf(IntStream.range(0, kind.size()).boxed().toList());
    }
  }

  @Test
  void jointAndTextureOnlyStagesWaitForNothing() {
    SweepPlan plan =
        Plans.plan("sweep.axes.phases = [joint, decoupled], trial.texture.latent-steps = 0");
    Batches batches = Batches.of(plan, Set.of(), 8);
    assertThat(batches.texture().get(0).geometryStages()).isEmpty();
    assertThat(batches.texture().get(1).geometryStages()).hasSize(1);
  }

  @Test
  void rejectsEmptyAndMixedBatches() {
    BatchKey shape = PLAN.geometryStages().get(0).shape();
    assertThatThrownBy(() -> Batches.of(PLAN, Set.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid batch size: 0 (expected at least 1)");
    assertThatThrownBy(() -> new Batch(0, shape, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid stages: [] (expected at least 1)");
    List<Stage> others =
        Plans.plan("sweep.axes { models.dtype = [float32, float16] }").geometryStages();
    assertThatThrownBy(() -> new Batch(0, others.get(0).shape(), others))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid stage " + others.get(1).id() + ": ModelSettings[")
        .hasMessageContaining("(expected the batch's models, ");
    Stage texture = PLAN.textureStages().get(0);
    assertThatThrownBy(() -> new Batch(0, shape, List.of(texture)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Invalid stage "
                + texture.id()
                + ": BatchKey[phases = texture-only, texture.steps = 400")
        .hasMessageContaining(
            "(expected the batch's shape, BatchKey[phases = geometry-only, geometry.steps = 10");
  }
}
