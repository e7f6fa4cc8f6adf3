package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The Basel Face Model 2017 and 2019 (Gerig et al., "Morphable face models - an open framework",
 * 2018), in statismo's HDF5 layout: {@code /shape/model/mean} [3 V], {@code pcaBasis} [3 V, K] of
 * unit columns, {@code pcaVariance} [K], {@code /shape/representer/cells} [3, F]; the same under
 * {@code /expression}. Millimetres. It has no UVs: a cylindrical projection is made.
 */
final class BfmModel {
  private BfmModel() {}

  static FaceModel.Builder read(Path path) throws IOException {
    try (HdfArrays file = HdfArrays.open(path)) {
      float[] mean = file.read("/shape/model/mean").values();
      if (mean.length % 3 != 0) {
        throw new UserException(
            "Invalid /shape/model/mean: %d values (expected three a vertex)"
                .formatted(mean.length));
      }
      int[] cells = cells(file);
      TriangleMesh mesh =
          CylindricalProjection.onto(
              Orientation.outward(new TriangleMesh(mean, cells, new float[0], new int[0])));
      FaceModel.Builder builder =
          FaceModel.builder(String.valueOf(path.getFileName()), mesh)
              .source("Basel Face Model, under the licence of the University of Basel")
              .withoutTexture();
      float[][] identity = components(file, "/shape/model", mean.length);
      for (int k = 0; k < identity.length; k++) {
        builder.identity("identity-%03d".formatted(k), identity[k]);
      }
      if (file.has("expression")) {
        float[][] expression = components(file, "/expression/model", mean.length);
        for (int k = 0; k < expression.length; k++) {
          builder.expression("expression-%03d".formatted(k), expression[k]);
        }
      }
      return builder;
    } catch (HdfException e) {
      throw new UserException("%s".formatted(e.getMessage()), e);
    }
  }

  private static float[][] components(HdfArrays file, String group, int rows) {
    float[] variance = file.read(group + "/pcaVariance").values();
    int count = variance.length;
    HdfArrays.Numbers stored = file.read(group + "/pcaBasis");
    float[] basis = stored.values();
    if (basis.length != (long) rows * count) {
      throw new UserException(
          "Invalid %s/pcaBasis: shape %s (expected %d values)"
              .formatted(group, Arrays.toString(stored.shape()), (long) rows * count));
    }
    float[][] components = new float[count][rows];
    for (int k = 0; k < count; k++) {
      if (!(variance[k] >= 0)) {
        throw new UserException(
            "Invalid %s/pcaVariance: %s at index %d (expected at least 0)"
                .formatted(group, variance[k], k));
      }
      float deviation = (float) Math.sqrt(variance[k]);
      for (int i = 0; i < rows; i++) {
        components[k][i] = basis[i * count + k] * deviation;
      }
    }
    return components;
  }

  private static int[] cells(HdfArrays file) {
    String path = "/shape/representer/cells";
    HdfArrays.Numbers stored = file.read(path);
    float[] values = stored.values();
    int[] shape = stored.shape();
    if (values.length % 3 != 0) {
      throw new UserException(
          "Invalid %s: shape %s (expected three a face)".formatted(path, Arrays.toString(shape)));
    }
    boolean rowPerCorner = shape.length == 2 && shape[0] == 3 && shape[1] != 3;
    int count = values.length / 3;
    int[] faces = new int[values.length];
    for (int i = 0; i < faces.length; i++) {
      float value = rowPerCorner ? values[i % 3 * count + i / 3] : values[i];
      if (value != (int) value) {
        throw new UserException(
            "Invalid %s: %s at face %d (expected vertex indices)".formatted(path, value, i / 3));
      }
      faces[i] = (int) value;
    }
    return faces;
  }
}
