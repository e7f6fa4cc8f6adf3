package io.facesweep.face;

import java.util.Map;

/**
 * {@code builtin:head}: a closed head and neck made by code, with 50 named identity components,
 * regions, a symmetric topology and one UV chart whose seam runs down the back.
 */
final class BuiltinHead {
  static final String NAME = "builtin:head";

  private BuiltinHead() {}

  /** The head, made when it is first asked for and once in a process. */
  private static final class Made {
    static final FaceModel HEAD = create().build();
  }

  static FaceModel model() {
    return Made.HEAD;
  }

  /** Starts a model that begins as the head, for additions. */
  static FaceModel.Builder create() {
    HeadSurface surface = new HeadSurface();
    float[] vertices = surface.vertices();
    FaceModel.Builder builder =
        FaceModel.builder(
                NAME, HeadGrid.mesh(vertices, HeadLayout.heights(vertices), surface.earWeights()))
            .source("FaceSweep's own head, made by code; Apache-2.0, no data of any person")
            .mirror(HeadGrid.mirror())
            .foundLines(HeadLines.of(vertices, surface.earWeights()));
    HeadComponents.all().forEach((name, field) -> builder.identity(name, offsets(field, vertices)));
    for (Map.Entry<String, float[]> region :
        HeadRegions.of(vertices, surface.earWeights()).entrySet()) {
      builder.region(region.getKey(), region.getValue());
    }
    return builder;
  }

  private static float[] offsets(Displacement field, float[] vertices) {
    float[] offsets = new float[vertices.length];
    double[] sum = new double[3];
    for (int i = 0; i < vertices.length; i += 3) {
      sum[0] = 0;
      sum[1] = 0;
      sum[2] = 0;
      field.addTo(sum, vertices[i], vertices[i + 1], vertices[i + 2], 1);
      offsets[i] = (float) sum[0];
      offsets[i + 1] = (float) sum[1];
      offsets[i + 2] = (float) sum[2];
    }
    return offsets;
  }
}
