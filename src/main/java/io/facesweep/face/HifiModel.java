package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * HIFI3D++ (Chai et al., "REALY: Rethinking the evaluation of 3D face reconstruction", 2022), its
 * {@code HIFI3D++.mat}: {@code mu_shape} [1, 3 V], {@code basis_shape} [K, 3 V], {@code EVs} [K,
 * 1], {@code basis_exp} [E, 3 V], {@code tri} [F, 3]; optionally {@code vt_list} [T, 2] and {@code
 * tri_vt} [F, 3], {@code mask_face} [1, V], {@code keypoints} [1, 86].
 *
 * <p>Where the rows of the identity basis are of one length, they are directions, and the roots of
 * {@code EVs} their standard deviations; else they are taken for scaled already.
 */
final class HifiModel {
  private static final Set<String> KEYS =
      Set.of(
          "mu_shape",
          "basis_shape",
          "EVs",
          "basis_exp",
          "tri",
          "vt_list",
          "tri_vt",
          "mask_face",
          "keypoints");

  /** Lengths that differ by less than this part are one. */
  private static final double EQUAL = 0.01;

  private final Map<String, MatArray> arrays;

  private HifiModel(Map<String, MatArray> arrays) {
    this.arrays = arrays;
  }

  static FaceModel.Builder read(Path path) throws IOException {
    return new HifiModel(MatFile.read(path, KEYS)).builder(String.valueOf(path.getFileName()));
  }

  private FaceModel.Builder builder(String name) {
    float[] mean = required("mu_shape").requireVector().values();
    if (mean.length == 0 || mean.length % 3 != 0) {
      throw new UserException(
          "Invalid array mu_shape: %d values (expected three a vertex)".formatted(mean.length));
    }
    int vertices = mean.length / 3;
    MatArray triangles = required("tri").requireShape(-1, 3);
    int first = triangles.firstIndex();
    int[] faces = triangles.indices(first, vertices);
    MatArray list = arrays.get("vt_list");
    MatArray corners = arrays.get("tri_vt");
    boolean isTextured = list != null && corners != null;
    TriangleMesh plain = new TriangleMesh(mean, faces, new float[0], new int[0]);
    TriangleMesh mesh =
        list != null && corners != null
            ? new TriangleMesh(
                mean,
                faces,
                list.requireShape(-1, 2).rows(),
                corners
                    .requireShape(faces.length / 3, 3)
                    .indices(corners.firstIndex(), list.shape()[0]))
            : CylindricalProjection.onto(plain);
    FaceModel.Builder builder =
        FaceModel.builder(name, Orientation.outward(mesh))
            .source("HIFI3D++, Tencent AI Lab, for research only");
    if (!isTextured) {
      builder.withoutTexture();
    }
    addIdentity(builder, mean.length);
    MatArray expression = arrays.get("basis_exp");
    if (expression != null) {
      expression.requireShape(-1, mean.length);
      for (int k = 0; k < expression.shape()[0]; k++) {
        builder.expression("expression-%03d".formatted(k), expression.row(k));
      }
    }
    addParts(builder, first, vertices);
    return builder;
  }

  private void addIdentity(FaceModel.Builder builder, int length) {
    MatArray basis = required("basis_shape").requireShape(-1, length);
    int count = basis.shape()[0];
    float[] deviations = deviations(basis, count);
    for (int k = 0; k < count; k++) {
      float[] component = basis.row(k);
      for (int i = 0; i < component.length; i++) {
        component[i] *= deviations[k];
      }
      builder.identity("identity-%03d".formatted(k), component);
    }
  }

  /** What the rows are multiplied with. */
  private float[] deviations(MatArray basis, int count) {
    double[] squares = new double[count];
    for (int i = 0; i < basis.values().length; i++) {
      double value = basis.values()[i];
      squares[i % count] += value * value;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double square : squares) {
      least = Math.min(least, Math.sqrt(square));
      most = Math.max(most, Math.sqrt(square));
    }
    MatArray variances = arrays.get("EVs");
    boolean isOfDirections = variances != null && most - least <= EQUAL * most;
    float[] deviations = new float[count];
    for (int k = 0; k < count; k++) {
      deviations[k] = 1;
      if (variances != null && isOfDirections) {
        float variance = variances.requireShape(count, 1).values()[k];
        if (!(variance >= 0)) {
          throw new UserException(
              "Invalid array EVs: %s at index %d (expected at least 0)".formatted(variance, k));
        }
        deviations[k] = (float) Math.sqrt(variance);
      }
    }
    return deviations;
  }

  /** Keypoints begin with what triangles begin with. */
  private void addParts(FaceModel.Builder builder, int first, int vertices) {
    MatArray mask = arrays.get("mask_face");
    if (mask != null) {
      builder.region("face", mask.requireVector().values());
    }
    MatArray keypoints = arrays.get("keypoints");
    if (keypoints != null) {
      int[] points = keypoints.requireVector().indices(first, vertices);
      for (int i = 0; i < points.length; i++) {
        builder.landmark("keypoint-%02d".formatted(i), points[i]);
      }
    }
  }

  private MatArray required(String name) {
    MatArray array = arrays.get(name);
    if (array == null) {
      throw new UserException(
          "Cannot find array %s (expected mu_shape, basis_shape and tri, as in HIFI3D++.mat)"
              .formatted(name));
    }
    return array;
  }
}
