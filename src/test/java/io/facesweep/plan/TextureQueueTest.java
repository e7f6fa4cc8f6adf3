package io.facesweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextureQueueTest {
  private static final SweepPlan PLAN =
      Plans.plan(
          """
          sweep { prompts = [a, b, c], axes { texture.depth-control = [true, false] } }
          """);
  private static final Batches BATCHES = Batches.of(PLAN, Set.of(), 1, 2);

  private static Set<String> geometries() {
    return PLAN.geometryStages().stream().map(Stage::id).collect(Collectors.toSet());
  }

  @Test
  void aBatchIsReadyWhenAllItsGeometryHasEnded() {
    TextureQueue queue = new TextureQueue(BATCHES.texture(), geometries());
    assertThat(queue.takeReady(id -> true)).isEmpty();
    Batch first =
        BATCHES.texture().stream()
            .filter(batch -> batch.geometryStages().size() == 2)
            .findFirst()
            .orElseThrow();
    List<String> needed = first.geometryStages();
    queue.ended(needed.get(0));
    assertThat(queue.takeReady(id -> true)).isEmpty();
    queue.ended(needed.get(1));
    assertThat(queue.takeReady(id -> true)).contains(first).allMatch(b -> waitsFor(b, needed));
    assertThat(queue.takeReady(id -> true)).as("each is taken once").isEmpty();
    geometries().forEach(queue::ended);
    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.takeReady(id -> true)).isNotEmpty();
    assertThat(queue.isEmpty()).isTrue();
  }

  private static boolean waitsFor(Batch batch, List<String> geometries) {
    return geometries.containsAll(batch.geometryStages());
  }

  @Test
  void stagesWithoutGeometryAreLeftOut() {
    TextureQueue queue = new TextureQueue(BATCHES.texture(), geometries());
    String failed = PLAN.geometryStages().get(0).id();
    geometries().forEach(queue::ended);
    List<Stage> able =
        queue.takeReady(id -> !id.equals(failed)).stream()
            .flatMap(batch -> batch.stages().stream())
            .toList();
    assertThat(able).hasSize(4).noneMatch(stage -> failed.equals(stage.geometryStage()));
  }

  @Test
  void whatIsThereAlreadyIsNotWaitedFor() {
    TextureQueue queue = new TextureQueue(BATCHES.texture(), Set.of());
    assertThat(queue.takeReady(id -> true)).isEqualTo(BATCHES.texture());
    assertThat(queue.isEmpty()).isTrue();
  }
}
