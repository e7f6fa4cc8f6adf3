package io.facesweep.plan;

import io.facesweep.settings.BatchKey;
import io.facesweep.settings.ModelSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The batches of a plan.
 *
 * @param geometry in the order in which texture batches wait for them
 * @param texture those first whose geometry is first
 */
public record Batches(List<Batch> geometry, List<Batch> texture) {
  public Batches {
    geometry = List.copyOf(geometry);
    texture = List.copyOf(texture);
  }

  /**
   * Groups the stages that are not finished by models and shape, at most {@code most} to a batch,
   * and the batches of a shape as even as they can be. Those with the same models follow each
   * other, so that devices seldom change them. Texture stages whose geometry runs in one batch stay
   * together as far as their shape allows, so that few wait for many.
   *
   * @param finished ids of stages that need not run
   * @param most largest number of stages in a batch, from 1
   */
  public static Batches of(SweepPlan plan, Set<String> finished, int most) {
    return of(plan, finished, most, most);
  }

  /** The same with a size for each kind. */
  public static Batches of(
      SweepPlan plan, Set<String> finished, int mostGeometry, int mostTexture) {
    int most = Math.min(mostGeometry, mostTexture);
    if (most < 1) {
      throw new IllegalArgumentException(
          "Invalid batch size: %d (expected at least 1)".formatted(most));
    }
    List<Batch> geometry = batches(unfinished(plan.geometryStages(), finished), mostGeometry);
    Map<String, Integer> batchOf = new HashMap<>();
    for (Batch batch : geometry) {
      batch.stages().forEach(stage -> batchOf.put(stage.id(), batch.index()));
    }
    List<Stage> texture = unfinished(plan.textureStages(), finished);
    texture.sort((a, b) -> Integer.compare(waitsFor(a, batchOf), waitsFor(b, batchOf)));
    return new Batches(geometry, batches(texture, mostTexture));
  }

  /** Index of the geometry batch that a stage waits for; those that wait for none come first. */
  private static int waitsFor(Stage stage, Map<String, Integer> batchOf) {
    String geometry = stage.geometryStage();
    return geometry == null ? -1 : batchOf.getOrDefault(geometry, -1);
  }

  private static List<Stage> unfinished(List<Stage> stages, Set<String> finished) {
    List<Stage> left = new ArrayList<>();
    for (Stage stage : stages) {
      if (!finished.contains(stage.id())) {
        left.add(stage);
      }
    }
    return left;
  }

  /** Batches of one set of models after those of another, each in the order of first stages. */
  private static List<Batch> batches(List<Stage> stages, int most) {
    Map<ModelSettings, List<Stage>> byModels = new LinkedHashMap<>();
    for (Stage stage : stages) {
      byModels.computeIfAbsent(stage.models(), models -> new ArrayList<>()).add(stage);
    }
    List<Batch> batches = new ArrayList<>();
    for (List<Stage> group : byModels.values()) {
      for (List<Stage> part : parts(group, most)) {
        batches.add(new Batch(batches.size(), part.get(0).shape(), part));
      }
    }
    return batches;
  }

  /** Stages of one shape each, in the order of their first stages. */
  private static List<List<Stage>> parts(List<Stage> stages, int most) {
    Map<BatchKey, List<Stage>> byShape = new LinkedHashMap<>();
    Map<String, Integer> position = new HashMap<>();
    for (Stage stage : stages) {
      position.put(stage.id(), position.size());
      byShape.computeIfAbsent(stage.shape(), shape -> new ArrayList<>()).add(stage);
    }
    List<List<Stage>> parts = new ArrayList<>();
    byShape.values().forEach(group -> split(group, most, parts));
    parts.sort((a, b) -> Integer.compare(position(a, position), position(b, position)));
    return parts;
  }

  private static int position(List<Stage> part, Map<String, Integer> position) {
    return position.getOrDefault(part.get(0).id(), 0);
  }

  private static void split(List<Stage> group, int most, List<List<Stage>> parts) {
    int count = (group.size() + most - 1) / most;
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * group.size() / count);
      int to = (int) ((long) (i + 1) * group.size() / count);
      parts.add(group.subList(from, to));
    }
  }
}
