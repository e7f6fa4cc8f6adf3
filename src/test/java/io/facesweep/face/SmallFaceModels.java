package io.facesweep.face;

import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.TriangleMesh;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Face models of one tetrahedron, in every form that is read. */
public final class SmallFaceModels {
  static final float[] CORNERS = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
  static final int[] FACES = {0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3};

  private SmallFaceModels() {}

  /** An ICT-FaceKit directory of two identities and one expression; gives where its meshes lie. */
  public static Path ict(Path directory) throws IOException {
    Path objects = Files.createDirectories(directory.resolve("FaceXModel"));
    TriangleMesh mesh =
        new TriangleMesh(
            CORNERS,
            FACES,
            new float[] {0, 0, 1, 0, 0, 1, 2, 0, 1, 1},
            new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 1, 3, 4}); // the last in another tile
    ObjFile.write(objects.resolve("generic_neutral_mesh.obj"), mesh);
    String[] names = {"identity000", "identity001", "jawOpen"};
    for (int k = 0; k < 3; k++) {
      float[] moved = CORNERS.clone();
      moved[3 + k] += 0.25f;
      ObjFile.write(objects.resolve(names[k] + ".obj"), mesh.withVertices(moved));
    }
    return objects;
  }

  /** A Basel Face Model of two components with these variances. */
  public static Path bfm(Path directory, float... variance) {
    Path path = directory.resolve("bfm.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      WritableGroup shape = file.putGroup("shape");
      WritableGroup model = shape.putGroup("model");
      model.putDataset("mean", CORNERS);
      model.putDataset("pcaVariance", variance);
      float[][] basis = new float[12][2];
      basis[0][0] = 1;
      basis[1][1] = 1;
      model.putDataset("pcaBasis", basis);
      int[][] cells = new int[3][4];
      for (int i = 0; i < 12; i++) {
        cells[i % 3][i / 3] = FACES[i];
      }
      shape.putGroup("representer").putDataset("cells", cells);
    }
    return path;
  }

  /** A copy of a committed file of {@code src/test/resources/face}. */
  public static Path flame(Path directory, String name) throws IOException {
    Path copy = directory.resolve(name);
    try (InputStream in = SmallFaceModels.class.getResourceAsStream("/face/" + name)) {
      Files.write(copy, Objects.requireNonNull(in).readAllBytes());
    }
    return copy;
  }
}
