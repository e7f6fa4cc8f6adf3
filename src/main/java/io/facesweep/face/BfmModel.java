package io.facesweep.face;

import io.facesweep.UserException;
import io.facesweep.mesh.TriangleMesh;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.HdfInvalidPathException;
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

  static FaceModel read(Path path) {
    try (HdfFile file = new HdfFile(path)) {
      float[] mean = floats(file, "/shape/model/mean", -1);
      int[] cells = cells(file);
      TriangleMesh mesh =
          CylindricalProjection.onto(
              new TriangleMesh(mean, outward(mean, cells), new float[0], new int[0]));
      FaceModel.Builder builder =
          FaceModel.builder(String.valueOf(path.getFileName()), mesh)
              .source(
                  "Basel Face Model, under the licence of the University of Basel; it has no texture coordinates: "
                      + "a cylindrical projection stands in");
      float[][] identity = components(file, "/shape/model", mean.length);
      for (int k = 0; k < identity.length; k++) {
        builder.identity("identity-%03d".formatted(k), identity[k]);
      }
      if (file.getChildren().containsKey("expression")) {
        float[][] expression = components(file, "/expression/model", mean.length);
        for (int k = 0; k < expression.length; k++) {
          builder.expression("expression-%03d".formatted(k), expression[k]);
        }
      }
      return builder.build();
    } catch (HdfException e) {
      throw new UserException("%s".formatted(e.getMessage()), e);
    }
  }

  private static float[][] components(HdfFile file, String group, int rows) {
    float[] variance = floats(file, group + "/pcaVariance", -1);
    int count = variance.length;
    float[] basis = floats(file, group + "/pcaBasis", (long) rows * count);
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

  private static int[] cells(HdfFile file) {
    Dataset dataset = dataset(file, "/shape/representer/cells");
    float[] values = floats(file, "/shape/representer/cells", -1);
    int[] shape = dataset.getDimensions();
    boolean rowPerCorner = shape.length == 2 && shape[0] == 3 && shape[1] != 3;
    int count = values.length / 3;
    int[] faces = new int[3 * count];
    for (int i = 0; i < faces.length; i++) {
      float value = rowPerCorner ? values[i % 3 * count + i / 3] : values[i];
      faces[i] = (int) value;
    }
    return faces;
  }

  /** Turns all faces over when most of them look towards the middle. */
  private static int[] outward(float[] vertices, int[] faces) {
    TriangleMesh mesh = new TriangleMesh(vertices, faces, new float[0], new int[0]);
    if (Orientation.outwardness(mesh) >= 0) {
      return faces;
    }
    int[] turned = faces.clone();
    for (int i = 0; i < turned.length; i += 3) {
      turned[i + 1] = faces[i + 2];
      turned[i + 2] = faces[i + 1];
    }
    return turned;
  }

  private static float[] floats(HdfFile file, String path, long expected) {
    Dataset dataset = dataset(file, path);
    Object data = dataset.getDataFlat();
    float[] values;
    if (data instanceof float[] floats) {
      values = floats;
    } else if (data instanceof double[] doubles) {
      values = new float[doubles.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubles[i];
      }
    } else if (data instanceof int[] ints) {
      values = new float[ints.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = ints[i];
      }
    } else if (data instanceof long[] longs) {
      values = new float[longs.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = longs[i];
      }
    } else {
      throw new UserException(
          "Invalid %s: data of %s (expected numbers)"
              .formatted(path, data.getClass().getSimpleName()));
    }
    if (expected >= 0 && values.length != expected) {
      throw new UserException(
          "Invalid %s: shape %s (expected %d values)"
              .formatted(path, Arrays.toString(dataset.getDimensions()), expected));
    }
    return values;
  }

  private static Dataset dataset(HdfFile file, String path) {
    try {
      return file.getDatasetByPath(path);
    } catch (HdfInvalidPathException e) {
      throw new UserException(
          "Cannot find %s (expected the layout of BFM 2017 and 2019)".formatted(path), e);
    }
  }
}
