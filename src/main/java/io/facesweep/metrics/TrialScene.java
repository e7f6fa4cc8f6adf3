package io.facesweep.metrics;

import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureWrap;
import java.util.List;
import java.util.Map;

/**
 * The result of a trial, to be measured.
 *
 * @param topology of the face model
 * @param vertices positions [V, 3]
 * @param coefficients of the face model, in standard deviations
 * @param albedo texture [3, resolution, resolution] in [0, 1]; empty where there is none
 * @param resolution side of the texture; 0 where there is none
 * @param regions weights of the vertices [V] by region, as the face model has them
 * @param landmarks vertices by name, as the face model has them
 * @param axis how the texture goes on left and right
 * @param prompt the prompt without a word for the view
 * @param rivals prompts of other trials; empty for none
 * @param viewPrompts how prompts name views
 */
@SuppressWarnings("ArrayRecordComponent") // An argument, never compared.
public record TrialScene(
    MeshTopology topology,
    float[] vertices,
    float[] coefficients,
    float[] albedo,
    int resolution,
    Map<String, float[]> regions,
    Map<String, Integer> landmarks,
    TextureWrap axis,
    String prompt,
    List<String> rivals,
    ViewPrompts viewPrompts) {

  /** How prompts name views. */
  @FunctionalInterface
  public interface ViewPrompts {
    /** The prompt for a camera at an azimuth in degrees. */
    String at(String prompt, double azimuth);
  }

  /** A scene of a face without landmarks. */
  public TrialScene(
      MeshTopology topology,
      float[] vertices,
      float[] coefficients,
      float[] albedo,
      int resolution,
      Map<String, float[]> regions,
      TextureWrap axis,
      String prompt,
      List<String> rivals,
      ViewPrompts viewPrompts) {
    this(
        topology,
        vertices,
        coefficients,
        albedo,
        resolution,
        regions,
        Map.of(),
        axis,
        prompt,
        rivals,
        viewPrompts);
  }

  /**
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public TrialScene {
    rivals = List.copyOf(rivals);
    require("vertices", vertices.length, 3 * topology.vertexCount());
    regions = Map.copyOf(regions);
    landmarks = Map.copyOf(landmarks);
    regions.forEach(
        (name, weights) -> require("region " + name, weights.length, topology.vertexCount()));
    require("albedo", albedo.length, 3 * resolution * resolution);
  }

  private static void require(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "Invalid %s: %d values (expected %d)".formatted(name, actual, expected));
    }
  }

  /** Weights of the vertices that are skin [V]. */
  float[] skin() {
    return RegionMask.skin(regions, topology.vertexCount());
  }

  /** Weights of the vertices that are the face [V]. */
  float[] face() {
    return RegionMask.face(regions, topology.vertexCount());
  }

  /** Whether there is a texture. */
  public boolean isTextured() {
    return albedo.length > 0;
  }
}
