package io.facesweep.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trial as the report shows it.
 *
 * @param index from 0
 * @param id of the trial
 * @param prompt as the sweep lists it
 * @param promptText what the diffusion model was given
 * @param seed of its randomness
 * @param levels of the factors, in their order
 * @param status {@code done}, {@code failed}, {@code missing}
 * @param error why it failed; null if it did not
 * @param errorPhase where; null if unknown
 * @param errorStep where; null if unknown
 * @param metrics by name; those that it has
 * @param cost device seconds; NaN if it did not run
 * @param host where it ran; null if it did not
 * @param device on what; null if it did not
 * @param started null if it did not run
 * @param finished null if it did not run
 * @param geometryStage null where it has none
 * @param textureStage null where it has none
 * @param settings by column name
 */
record ReportTrial(
    int index,
    String id,
    String prompt,
    String promptText,
    long seed,
    List<String> levels,
    String status,
    @Nullable String error,
    @Nullable String errorPhase,
    @Nullable Long errorStep,
    Map<String, Double> metrics,
    double cost,
    @Nullable String host,
    @Nullable String device,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable String geometryStage,
    @Nullable String textureStage,
    Map<String, Object> settings) {

  boolean isDone() {
    return status.equals("done");
  }

  boolean isFailed() {
    return status.equals("failed");
  }

  /** Its page, relative to the report's folder. */
  String page() {
    return "trials/%05d.html".formatted(index);
  }

  /** The stages it has, geometry first. */
  List<String> stages() {
    return java.util.stream.Stream.of(geometryStage, textureStage)
        .filter(java.util.Objects::nonNull)
        .toList();
  }
}
